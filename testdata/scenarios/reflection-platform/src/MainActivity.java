package fixture.reflectionplatform;

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
     Object tm = getSystemService("phone");
     tm.getClass().getMethod("getDeviceId").invoke(tm);
     java.lang.reflect.Method m = Class.forName("android.telephony.TelephonyManager").getDeclaredMethod("getSubscriberId");
     if (getSharedPreferences("a", 0).getBoolean("agreed", false)) m.invoke(tm);
    } catch (Exception e) { e.printStackTrace(); }
  }

}
