package fixture.guardwrapper;

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
    if (SPUtil.get(this, "agreed", false)) Read.androidId(this);
    if (SPUtil.get(this, "track", true)) Read.imei(this);
  }
  static class SPUtil {
   static boolean get(Context c, String k, boolean d) { return (Boolean) find(c, k, d); }
   static Object find(Context c, String k, Object d) {
    SharedPreferences p = c.getSharedPreferences("sp", 0);
    if (d instanceof String) return p.getString(k, (String) d);
    if (d instanceof Integer) return p.getInt(k, (Integer) d);
    if (d instanceof Boolean) return p.getBoolean(k, (Boolean) d);
    return null;
   }
  }
}
