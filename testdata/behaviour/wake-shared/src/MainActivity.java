package fixture.wakeshared;

import android.app.*;
import android.content.SharedPreferences;
import android.os.Bundle;
import cn.jiguang.api.utils.JCollectionAuth;
import cn.jpush.android.api.JPushInterface;
import com.igexin.sdk.PushManager;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    SharedPreferences kept = getSharedPreferences("privacy", 0);
    if (kept.getBoolean("agreed", false)) { push(kept); return; }
    new AlertDialog.Builder(this).setMessage("Privacy policy").setPositiveButton("Agree", (d, w) -> {
      kept.edit().putBoolean("agreed", true).apply();
      push(kept);
    }).setNegativeButton("Refuse", (d, w) -> finish()).show();
  }

  private void push(SharedPreferences kept) {
    JCollectionAuth.setAuth(this, true);
    JPushInterface.init(this);
    PushManager.getInstance().initialize(this);
    PushManager.getInstance().setGuardOptions(this, kept.getBoolean("wake", true), false);
  }
}
