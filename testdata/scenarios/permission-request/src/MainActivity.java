package fixture.permissionrequest;

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
    requestPermissions(new String[]{"android.permission.READ_PHONE_STATE", "android.permission.CAMERA"}, 1);
  }
  public void onRequestPermissionsResult(int c, String[] p, int[] r) { if (r.length > 0 && r[0] == 0) Read.androidId(this); }
}
