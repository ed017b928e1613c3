package fixture.lazysingleton;

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
    Core.get(this).ping();
  }
  static class Core { private static volatile Core one; final Context c; private Core(Context c) { this.c = c; Read.imei(c); }
   static Core get(Context c) { if (one == null) synchronized (Core.class) { if (one == null) one = new Core(c); } return one; }
   void ping() {} void more() { Read.androidId(c); } }
  @Override public void onBackPressed() { Core.get(this).more(); }
}
