package fixture.denyfinishmain;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button scan = new Button(this);
    setContentView(scan);
    scan.setOnClickListener(v -> {
      if (checkSelfPermission("android.permission.CAMERA") != 0) requestPermissions(new String[]{"android.permission.CAMERA"}, 7);
    });
  }
  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    super.onRequestPermissionsResult(code, names, results);
    if (code == 7) {
      if (results.length > 0 && results[0] == 0) {
        Read.imei(this);
      } else {
        Toast.makeText(this, "Camera is needed", Toast.LENGTH_LONG).show();
        finish();
      }
    }
  }
}
