package fixture.switcholder;

import android.app.*;
import android.os.Bundle;
import com.igexin.sdk.PushManager;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new AlertDialog.Builder(this).setMessage("Privacy policy").setPositiveButton("Agree", (d, w) -> {
      PushManager.getInstance().initialize(this);
    }).setNegativeButton("Refuse", (d, w) -> finish()).show();
  }
}
