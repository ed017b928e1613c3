// A page of help in a web view; no framework, so these are no calls of one.
document.title = "uni.getLocation and navigator.geolocation.getCurrentPosition explained";
