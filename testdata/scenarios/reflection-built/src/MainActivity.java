package fixture.reflectionbuilt;

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
    try {
     String pkg = "fixture.reflectionbuilt.";
     Class<?> c = Class.forName(pkg + "MainActivity$" + "Hidden");
     Object o = c.newInstance();
     c.getDeclaredMethod(new StringBuilder().append("read").append("One").toString(), Context.class).invoke(o, this);
     String coded = new String(android.util.Base64.decode("Zml4dHVyZS5yZWZsZWN0aW9uYnVpbHQuTWFpbkFjdGl2aXR5JENvZGVk", 0));
     Class<?> d = Class.forName(coded);
     d.getDeclaredMethod(new String(new char[] {'g', 'o'}), Context.class).invoke(d.newInstance(), this);
    } catch (Exception e) { e.printStackTrace(); }
  }
  public static class Hidden {
   public void readOne(Context c) { Read.imei(c); }
   public void readTwo(Context c) { Read.androidId(c); }
  }
  public static class Coded {
   public void go(Context c) { Read.imsi(c); }
   public void stay(Context c) { Read.mac(c); }
  }
  @Override public void onBackPressed() { new Hidden().readTwo(this); new Coded().stay(this); }
}
