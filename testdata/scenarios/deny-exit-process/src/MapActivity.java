package fixture.denyexitprocess;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MapActivity extends Activity {
  @Override protected void onResume() { super.onResume(); }
  @Override protected void onStart() {
    super.onStart();
    findViewById(android.R.id.content).setOnClickListener(v -> requestPermissions(new String[]{"android.permission.ACCESS_FINE_LOCATION"}, 3));
  }
  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    for (int result : results) {
      if (result == -1) {
        AppExit.now(this);
        return;
      }
    }
    Read.location(this);
  }
}
