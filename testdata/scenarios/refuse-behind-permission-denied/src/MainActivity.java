package fixture.refusebehindpermissiondenied;

import android.Manifest;
import android.app.*;
import android.content.*;
import android.os.*;
import android.widget.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    TextView terms = new TextView(this);
    terms.setText("登录即表示同意《隐私政策》");
    setContentView(terms);
    requestPermissions(new String[] {Manifest.permission.READ_PHONE_STATE}, 1);
  }

  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    if (results.length > 0 && results[0] == 0) Read.imei(this);
    else explain();
  }

  private void explain() {
    new AlertDialog.Builder(this).setMessage("没有电话权限无法登录").setCancelable(false)
        .setPositiveButton("允许", (dialog, which) -> requestPermissions(new String[] {Manifest.permission.READ_PHONE_STATE}, 1))
        .setNegativeButton("退出", (dialog, which) -> finish())
        .show();
  }
}
