package fixture.promptbehindpermission;

import android.Manifest;
import android.app.*;
import android.content.*;
import android.content.pm.PackageManager;
import android.os.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (checkSelfPermission(Manifest.permission.READ_PHONE_STATE) == PackageManager.PERMISSION_GRANTED) go();
    else requestPermissions(new String[] {Manifest.permission.READ_PHONE_STATE}, 1);
  }

  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    if (results.length > 0 && results[0] == PackageManager.PERMISSION_GRANTED) go();
  }

  private void go() {
    startActivity(new Intent(this, HomeActivity.class));
    finish();
  }
}
