package fixture.switchgood;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

import com.umeng.commonsdk.UMConfigure;

public class MainActivity extends Activity {
  public static class App extends Application {
    @Override public void onCreate() {
      super.onCreate();
      boolean agreed = getSharedPreferences("privacy", 0).getBoolean("agreed", false);
      UMConfigure.preInit(this, "key", "store");
      UMConfigure.submitPolicyGrantResult(this, agreed);
      if (agreed) UMConfigure.init(this, "key", "store", 1, null);
    }
  }
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new AlertDialog.Builder(this).setMessage("Privacy policy").setPositiveButton("Agree", (d, w) -> {
      getSharedPreferences("privacy", 0).edit().putBoolean("agreed", true).apply();
      UMConfigure.submitPolicyGrantResult(this, true);
      UMConfigure.init(this, "key", "store", 1, null);
    }).setNegativeButton("Refuse", (d, w) -> UMConfigure.submitPolicyGrantResult(this, false)).show();
  }
}
