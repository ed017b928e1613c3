package fixture.setterdefault;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  static class Options {
    boolean imei = true, id = true, skip, mac = true;
    static Options shared;
    static Options of() { return new Options(); }
    Options imei(boolean on) { imei = on; return this; }
    Options id(boolean on) { id = on; return this; }
    void start(Context c) { if (imei) Read.imei(c); if (id) Read.androidId(c); if (!skip) Read.phone(c); else Read.imsi(c); }
  }
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Options options = Options.of().imei(false).id(false).imei(true);
    options.skip = true;
    options.start(this);
    Options kept = new Options();
    Options.shared = kept;
    new Thread(() -> { if (Options.shared.mac) Read.mac(this); }).start();
    kept.mac = false;
  }
  @Override public void onBackPressed() { Options open = new Options(); open.start(this); }
}
