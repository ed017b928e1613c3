(function (t) {
  t.exports = { start: function () { uni.getLocation({ type: "wgs84", success: function (p) { t.log(p.latitude); } }); } };
  plus.device.getInfo({ success: function (i) { t.log(i.imei); } });
  my.uni.getClipboardData(function () {});
  uni.getWifiListener();
})(globalThis);
