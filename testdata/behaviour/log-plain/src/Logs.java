package fixture.logplain;

import android.util.Log;

final class Logs {
  static void info(String what, Object value) { Log.i("App", what + ": " + value); }
}
