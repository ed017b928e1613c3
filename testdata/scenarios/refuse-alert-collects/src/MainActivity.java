package fixture.refusealertcollects;

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
    SharedPreferences prefs = getSharedPreferences("app", MODE_PRIVATE);
    if (!prefs.contains("agreed")) {
      new AlertDialog.Builder(this).setMessage("我们非常重视您的隐私，请阅读《隐私政策》")
          .setPositiveButton("同意并继续", (d, w) -> { prefs.edit().putBoolean("agreed", true).apply(); all(); })
          .setNegativeButton("暂不同意", (d, w) -> { prefs.edit().putBoolean("agreed", false).apply(); basic(); })
          .show();
    } else if (prefs.getBoolean("agreed", false)) all(); else basic();
  }
  private void all() { Read.imei(this); }
  private void basic() { Stats.begin(this); }
}
