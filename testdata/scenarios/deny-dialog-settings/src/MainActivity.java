package fixture.denydialogsettings;

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
    View start = new View(this);
    setContentView(start);
    start.setOnClickListener(v -> requestPermissions(new String[]{"android.permission.READ_CONTACTS"}, 100));
  }
  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    if (results.length > 0 && results[0] == 0) { Read.mac(this); return; }
    new AlertDialog.Builder(this)
        .setMessage("需要联系人权限才能邀请好友，请在设置中打开")
        .setPositiveButton("去设置", (d, w) -> startActivity(new Intent("android.settings.APPLICATION_DETAILS_SETTINGS", android.net.Uri.parse("package:" + getPackageName()))))
        .setNegativeButton("取消", null)
        .show();
  }
}
