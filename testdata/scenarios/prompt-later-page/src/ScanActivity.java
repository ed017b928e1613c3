package fixture.promptlaterpage;

import android.app.*;
import android.content.*;
import android.os.*;
import reads.Read;

public class ScanActivity extends Activity {
  private SharedPreferences kept;

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    kept = getSharedPreferences("scan", MODE_PRIVATE);
    if (kept.getBoolean("agreed", false)) scan();
    else new AgreeDialog(this, this::answered).show();
  }

  private void answered(boolean yes) {
    if (!yes) {
      finish();
      return;
    }
    kept.edit().putBoolean("agreed", true).apply();
    scan();
  }

  private void scan() { Read.apps(this); }
}
