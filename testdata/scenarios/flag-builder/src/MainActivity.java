package fixture.flagbuilder;

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
    new Options.Builder().imei(true).androidId(false).build().run(this);
  }
  static class Options {
   boolean a, b;
   static class Builder {
    private boolean a, b;
    Builder imei(boolean v) { a = v; return this; }
    Builder androidId(boolean v) { b = v; return this; }
    Options build() { Options o = new Options(); o.a = a; o.b = b; return o; }
   }
   void run(Context c) { if (a) Read.imei(c); if (b) Read.androidId(c); }
  }
  @Override public void onBackPressed() { new Options.Builder().androidId(true).build().run(this); }
}
