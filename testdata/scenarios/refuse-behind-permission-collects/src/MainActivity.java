package fixture.refusebehindpermissioncollects;

import android.Manifest;
import android.app.*;
import android.content.*;
import android.os.*;
import android.widget.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    requestPermissions(new String[] {Manifest.permission.CAMERA}, 1);
  }

  /** What comes with the answer is no work of the refusal. */
  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    Read.androidId(this);
    new AlertDialog.Builder(this).setMessage("请阅读并同意《隐私政策》")
        .setPositiveButton("同意", (dialog, which) -> Read.imei(this))
        .setNegativeButton("不同意", (dialog, which) -> browse())
        .show();
  }

  private void browse() {
    setContentView(new TextView(this));
    Read.mac(this);
  }
}
