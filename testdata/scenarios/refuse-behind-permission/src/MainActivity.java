package fixture.refusebehindpermission;

import android.Manifest;
import android.app.*;
import android.content.*;
import android.os.*;
import android.widget.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (kept("asked")) ask();
    else requestPermissions(new String[] {Manifest.permission.READ_PHONE_STATE}, 1);
  }

  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    keep("asked");
    ask();
  }

  private void ask() {
    if (kept("agreed")) {
      Read.imei(this);
      return;
    }
    new AlertDialog.Builder(this).setMessage("请阅读并同意《隐私政策》").setCancelable(false)
        .setPositiveButton("同意", (dialog, which) -> {
          keep("agreed");
          Read.imei(this);
        })
        .setNegativeButton("不同意并退出", (dialog, which) -> finish())
        .show();
  }

  private boolean kept(String key) { return getPreferences(MODE_PRIVATE).getBoolean(key, false); }
  private void keep(String key) { getPreferences(MODE_PRIVATE).edit().putBoolean(key, true).apply(); }
}
