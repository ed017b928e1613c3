package fixture.refusetwosteps;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) { super.onCreate(state); if (!ok()) first(); else Read.imei(this); }
  private boolean ok() { return getPreferences(0).getBoolean("ok", false); }
  private void agree() { getPreferences(0).edit().putBoolean("ok", true).apply(); Read.imei(this); }
  private void first() {
    new AlertDialog.Builder(this).setTitle("隐私政策").setMessage("请阅读隐私政策").setCancelable(false)
        .setPositiveButton("同意", (d, w) -> agree()).setNegativeButton("不同意", (d, w) -> second()).show();
  }
  private void second() {
    new AlertDialog.Builder(this).setTitle("温馨提示").setMessage("不同意隐私政策将无法使用").setCancelable(false)
        .setPositiveButton("同意并使用", (d, w) -> agree()).setNegativeButton("退出应用", (d, w) -> finish()).show();
  }
}
