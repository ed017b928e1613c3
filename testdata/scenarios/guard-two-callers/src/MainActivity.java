package fixture.guardtwocallers;

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
    Sdk.read(this, 1, true);
    Sdk.read(this, 2, false);
  }
  static class Sdk {
   static void read(Context c, int what, boolean on) {
    if (!on) return;
    if (what == 1) Read.imei(c); else Read.androidId(c);
   }
   static void all(Context c) { read(c, 2, true); }
  }
  @Override public void onBackPressed() { Sdk.all(this); }
}
