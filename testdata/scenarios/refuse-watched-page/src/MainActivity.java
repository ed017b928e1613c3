package fixture.refusewatchedpage;

import android.app.*;
import android.content.Intent;
import android.os.Bundle;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (getSharedPreferences("kept", 0).contains("agreed")) {
      open(TrainActivity.class);
      return;
    }
    new AlertDialog.Builder(this).setMessage("请阅读《隐私政策》").setCancelable(false)
        .setPositiveButton("同意", (dialog, which) -> {
          getSharedPreferences("kept", 0).edit().putBoolean("agreed", true).apply();
          open(TrainActivity.class);
        })
        .setNegativeButton("不同意，先体验", (dialog, which) -> open(TasteActivity.class))
        .show();
  }

  private void open(Class<?> page) {
    startActivity(new Intent(this, page));
    finish();
  }
}
