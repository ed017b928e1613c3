// Compiled by hermesc 0.11.0 (npm hermes-engine): hermesc -O -emit-binary -out ../assets/index.android.bundle index.js
// A React Native entry as a bundler leaves it.
var device = NativeModules.RNDeviceInfo;
function privacy() { Linking.openURL("https://www.example.com.cn/privacy.html"); }
AppRegistry.registerComponent("隐私政策", function () { return { text: "《隐私政策》", onPress: privacy }; });
device.getAndroidId().then(function (id) { console.log("id " + id); });
navigator.geolocation.getCurrentPosition(function (p) { print(p); });
