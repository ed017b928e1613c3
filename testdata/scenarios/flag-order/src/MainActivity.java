package fixture.flagorder;

import android.app.*;
import android.content.*;
import android.os.*;
import reads.Read;

public class MainActivity extends Activity {
  static boolean ready;
  private SharedPreferences p;

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    p = getSharedPreferences("app", 0);
    // Read, then written: the first start.
    if (!p.getBoolean("started", false)) {
      p.edit().putBoolean("started", true).apply();
      Read.imei(this);
    } else {
      Read.androidId(this);
    }
    // The same in helpers.
    if (isFirst("guide")) {
      seen("guide");
      Read.imsi(this);
    } else {
      Read.mac(this);
    }
    // Surely written before it is read.
    prepare();
    if (!ready) Read.iccid(this);
    // Perhaps written before it is read.
    if (SystemClock.uptimeMillis() > 5000) p.edit().putBoolean("slow", true).apply();
    if (!p.getBoolean("slow", false)) Read.apps(this);
    // Written in one round, read in the next.
    for (int round = 0; round < 2; round++) {
      if (p.getBoolean("round", false)) Read.location(this);
      p.edit().putBoolean("round", true).apply();
    }
    // Read later than the code says.
    new Handler(Looper.getMainLooper()).post(() -> {
      if (p.getBoolean("later", false)) Read.phone(this);
    });
    p.edit().putBoolean("later", true).apply();
  }

  private boolean isFirst(String what) {
    return p.getBoolean(what, true);
  }

  private void seen(String what) {
    p.edit().putBoolean(what, false).apply();
  }

  private static void prepare() {
    ready = true;
  }
}
