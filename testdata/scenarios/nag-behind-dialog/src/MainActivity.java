package fixture.nagbehinddialog;

import android.app.*;
import android.content.*;
import android.os.*;
import android.widget.*;
import reads.Read;

/** Explains first. Some of the dialogs leave a way round, others do not. */
public class MainActivity extends Activity {
  private Dialog dialog;
  private boolean wanted;

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button scan = new Button(this);
    scan.setText("扫一扫");
    scan.setOnClickListener(v -> explain("android.permission.READ_CALENDAR"));
    setContentView(scan);
    // Only its one button puts it away.
    if (lacks("android.permission.RECORD_AUDIO")) {
      new AlertDialog.Builder(this).setMessage("语音搜索需要麦克风").setCancelable(false)
          .setPositiveButton("知道了", (d, w) -> ask("android.permission.RECORD_AUDIO")).show();
    }
  }

  @Override protected void onResume() {
    super.onResume();
    if (lacks("android.permission.CAMERA")) explain("android.permission.CAMERA");
    // Its other button asks for nothing, nor does putting it away.
    if (lacks("android.permission.READ_CONTACTS")) {
      wanted = false;
      new AlertDialog.Builder(this).setMessage("找朋友需要通讯录")
          .setPositiveButton("去开启", (d, w) -> wanted = true)
          .setNegativeButton("以后再说", null)
          .setOnDismissListener(d -> { if (wanted) ask("android.permission.READ_CONTACTS"); }).show();
    }
  }

  private boolean lacks(String name) { return checkSelfPermission(name) != 0; }

  /** However it is put away, it asks. */
  private void explain(String name) {
    if (dialog != null && dialog.isShowing()) return;
    dialog = new AlertDialog.Builder(this).setMessage("权限使用说明").setPositiveButton("知道了", null)
        .setOnDismissListener(d -> ask(name)).show();
  }

  private void ask(String name) { requestPermissions(new String[] {name}, 1); }

  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    if (results.length > 0 && results[0] == 0) Read.imei(this);
  }
}
