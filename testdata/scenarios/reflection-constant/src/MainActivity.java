package fixture.reflectionconstant;

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
     Class<?> c = Class.forName("fixture.reflectionconstant.MainActivity$Hidden");
     c.getMethod("go", Context.class).invoke(null, this);
     Class<?> p = Class.forName("android.os.SystemProperties");
     p.getMethod("get", String.class).invoke(null, "ro.serialno");
     if (getSharedPreferences("a", 0).getBoolean("agreed", false)) c.getMethod("more", Context.class).invoke(c.newInstance(), this);
    } catch (Exception e) { e.printStackTrace(); }
  }
  public static class Hidden {
   public static void go(Context c) { Read.imei(c); }
   public void more(Context c) { Read.androidId(c); }
  }
}
