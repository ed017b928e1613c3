package fixture.nagonresumeremembered;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onResume() {
    super.onResume();
    SharedPreferences prefs = getPreferences(MODE_PRIVATE);
    if (prefs.getBoolean("camera_asked", false)) return;
    if (checkSelfPermission("android.permission.CAMERA") != 0) {
      prefs.edit().putBoolean("camera_asked", true).apply();
      requestPermissions(new String[]{"android.permission.CAMERA"}, 1);
    }
  }
}
