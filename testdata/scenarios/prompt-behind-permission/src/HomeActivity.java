package fixture.promptbehindpermission;

import android.app.*;
import android.os.*;
import reads.Read;

public class HomeActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (getPreferences(MODE_PRIVATE).getBoolean("agreed", false)) {
      Read.imei(this);
      return;
    }
    new AlertDialog.Builder(this).setMessage("请阅读并同意《隐私政策》")
        .setPositiveButton("同意", (dialog, which) -> getPreferences(MODE_PRIVATE).edit().putBoolean("agreed", true).apply())
        .setNegativeButton("不同意", (dialog, which) -> finish())
        .show();
  }
}
