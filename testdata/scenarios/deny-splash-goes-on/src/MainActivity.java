package fixture.denysplashgoeson;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  private SharedPreferences store;
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    store = getSharedPreferences("app", MODE_PRIVATE);
    if (!store.getBoolean("asked_location", false) && checkSelfPermission("android.permission.ACCESS_FINE_LOCATION") != 0) {
      requestPermissions(new String[]{"android.permission.ACCESS_FINE_LOCATION"}, 11);
    } else {
      next();
    }
  }
  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    store.edit().putBoolean("asked_location", true).apply();
    next();
  }
  private void next() {
    startActivity(new Intent(this, HomeActivity.class));
    finish();
  }
}
