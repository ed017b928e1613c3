package fixture.nagafterdays;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  private static final long QUIET = 48L * 60 * 60 * 1000;
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    SharedPreferences sp = getSharedPreferences("perm", 0);
    long last = sp.getLong("last_asked", 0);
    long now = System.currentTimeMillis();
    if (checkSelfPermission("android.permission.ACCESS_FINE_LOCATION") != 0 && now - last > QUIET) {
      sp.edit().putLong("last_asked", now).apply();
      requestPermissions(new String[]{"android.permission.ACCESS_FINE_LOCATION"}, 1);
    }
  }
}
