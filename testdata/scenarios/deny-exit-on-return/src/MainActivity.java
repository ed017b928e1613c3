package fixture.denyexitonreturn;

import android.app.*;
import android.os.*;
import android.widget.*;

public class MainActivity extends Activity {
  private boolean asked;

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button scan = new Button(this);
    setContentView(scan);
    scan.setOnClickListener(v -> {
      asked = true;
      requestPermissions(new String[]{"android.permission.CAMERA"}, 7);
    });
  }

  @Override protected void onResume() {
    super.onResume();
    if (asked && checkSelfPermission("android.permission.CAMERA") != 0) {
      Toast.makeText(this, "Camera is needed", Toast.LENGTH_LONG).show();
      finish();
    }
  }

  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    if (code == 7 && names.length > 0) setTitle(names[0]);
  }
}
