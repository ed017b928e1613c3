package fixture.switchbeforebutton;

import android.app.*;
import android.content.SharedPreferences;
import android.os.Bundle;
import android.widget.Button;

import com.umeng.commonsdk.UMConfigure;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    SharedPreferences kept = getSharedPreferences("privacy", 0);
    Button count = new Button(this);
    count.setOnClickListener(v -> { if (kept.getBoolean("agreed", false)) UMConfigure.init(this, "key", "store", 1, null); });
    setContentView(count);
    if (kept.getBoolean("agreed", false)) return;
    new AlertDialog.Builder(this).setMessage("Privacy policy").setPositiveButton("Agree", (d, w) -> {
      kept.edit().putBoolean("agreed", true).apply();
      UMConfigure.submitPolicyGrantResult(this, true);
    }).setNegativeButton("Refuse", (d, w) -> finish()).show();
  }
}
