package fixture.freqrunner;

import android.app.*;
import android.net.wifi.WifiManager;
import android.os.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Runner(new Period(), () -> wifi()).start();
    new Runner(new Period(), () -> Read.location(this)).start();
    new Runner(new Period().every(12 * 3600 * 1000L), () -> Read.apps(this)).start();
  }

  private String wifi() {
    return ((WifiManager) getSystemService(WIFI_SERVICE)).getConnectionInfo().getSSID();
  }
}
