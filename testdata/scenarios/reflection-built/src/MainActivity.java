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
    } catch (Exception e) { e.printStackTrace(); }
  }
  public static class Hidden {
   public void readOne(Context c) { Read.imei(c); }
   public void readTwo(Context c) { Read.androidId(c); }
  }
  @Override public void onBackPressed() { new Hidden().readTwo(this); }
}
