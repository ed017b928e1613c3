package fixture.denyfinishmenuleft;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class ScanActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (checkSelfPermission(android.Manifest.permission.CAMERA) != 0) {
      requestPermissions(new String[]{android.Manifest.permission.CAMERA}, 1);
    } else {
      Read.androidId(this);
    }
  }
  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    if (results.length == 0 || results[0] != android.content.pm.PackageManager.PERMISSION_GRANTED) {
      finish();
      return;
    }
    Read.androidId(this);
  }
}
