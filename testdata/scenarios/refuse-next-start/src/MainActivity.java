package fixture.refusenextstart;

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
    SharedPreferences sp = getSharedPreferences("first", 0);
    if (sp.getBoolean("shown", false)) { Read.androidId(this); return; }
    new AlertDialog.Builder(this).setMessage("《隐私政策》")
        .setPositiveButton("同意", (d, w) -> { sp.edit().putBoolean("shown", true).apply(); Read.imei(this); })
        .setNegativeButton("拒绝", (d, w) -> sp.edit().putBoolean("shown", true).apply()).show();
  }
}
