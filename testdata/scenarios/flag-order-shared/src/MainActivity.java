package fixture.flagordershared;

import android.app.*;
import android.content.*;
import android.os.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    // One helper asks before a flag is set and after.
    if (Flags.started()) Read.imei(this);
    Flags.start();
    if (Flags.started()) Read.imsi(this);
    Store store = Store.of(this);
    if (store.isOpen()) Read.iccid(this);
    store.open();
    if (store.isOpen()) Read.mac(this);
    if (Session.get().isReady()) Read.androidId(this);
    Session.get().ready();
    if (Session.get().isReady()) Read.location(this);
    // In one round it asks, in the one before it was set.
    for (int round = 0; round < 2; round++) {
      if (store.has("round")) Read.phone(this);
      store.put("round");
    }
  }

  static class Flags {
    private static boolean started;

    static boolean started() { return started; }

    static void start() { started = true; }
  }

  static class Store {
    private final SharedPreferences p;

    private Store(SharedPreferences p) { this.p = p; }

    static Store of(Context c) { return new Store(c.getSharedPreferences("app", 0)); }

    boolean isOpen() { return has("open"); }

    boolean has(String key) { return p.getBoolean(key, false); }

    void put(String key) { p.edit().putBoolean(key, true).apply(); }

    void open() { put("open"); }
  }

  static class Session {
    private static final Session INSTANCE = new Session();
    private boolean ready;

    static Session get() { return INSTANCE; }

    boolean isReady() { return ready; }

    void ready() { ready = true; }
  }
}
