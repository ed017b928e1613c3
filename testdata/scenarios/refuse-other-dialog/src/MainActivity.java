package fixture.refuseotherdialog;

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
    if (!getPreferences(0).getBoolean("agreed", false)) { privacy(); return; }
    Read.imei(this);
  }
  private void privacy() {
    new AlertDialog.Builder(this).setMessage("请同意隐私政策").setPositiveButton("同意", (d, w) -> { getPreferences(0).edit().putBoolean("agreed", true).apply(); Update.check(this); })
        .setNegativeButton("不同意", null).show();
  }
}
