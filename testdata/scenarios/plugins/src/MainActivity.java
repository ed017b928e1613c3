package fixture.plugins;

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
    List<Plugin> all = new ArrayList<>();
    all.add(new A()); all.add(new B());
    for (Plugin p : all) p.start(this);
    List<Plugin> later = new ArrayList<>();
    later.add(new C());
    this.later = later;
  }
  List<Plugin> later;
  interface Plugin { void start(Context c); }
  static class A implements Plugin { public void start(Context c) { Read.imei(c); } }
  static class B implements Plugin { public void start(Context c) { Read.imsi(c); } }
  static class C implements Plugin { public void start(Context c) { Read.androidId(c); } }
  @Override public void onBackPressed() { for (Plugin p : later) p.start(this); }
}
