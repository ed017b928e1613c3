package fixture.pluginsmap;

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
    services.put("a", new A()); services.put("b", new B());
    services.get("a").start(this);
  }
  final Map<String, Plugin> services = new HashMap<>();
  interface Plugin { void start(Context c); }
  static class A implements Plugin { public void start(Context c) { Read.imei(c); } }
  static class B implements Plugin { public void start(Context c) { Read.androidId(c); } }
  @Override public void onBackPressed() { services.get("b").start(this); }
}
