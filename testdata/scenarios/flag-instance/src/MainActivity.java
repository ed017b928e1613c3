package fixture.flaginstance;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Client(this, true).start();
    new Client(this, false).begin();
    Special special = new Special(this);
    special.prepare();
    special.go();
  }
  static class Client {
   final Context c; final boolean on;
   Client(Context c, boolean on) { this.c = c; this.on = on; }
   void start() { if (on) Read.imei(c); }
   void begin() { if (on) Read.androidId(c); }
  }
  static class Base {
   boolean wanted;
   boolean traced;
   Context c;
   void go() { if (wanted) Read.imsi(c); if (traced) Read.mac(c); }
  }
  static class Special extends Base {
   Special(Context context) { c = context; }
   void prepare() { wanted = true; }
  }
  @Override public void onBackPressed() { new Client(this, true).begin(); }
}
