package fixture.startheld;

import android.app.*;
import android.os.Bundle;
import cn.jiguang.api.utils.JCollectionAuth;
import com.sensorsdata.analytics.android.sdk.SensorsDataAPI;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new AlertDialog.Builder(this).setMessage("Privacy policy").setPositiveButton("Agree", (d, w) -> {
      getSharedPreferences("privacy", 0).edit().putBoolean("agreed", true).apply();
      SensorsDataAPI.enableSDK();
      JCollectionAuth.setAuth(this, true);
    }).setNegativeButton("Refuse", (d, w) -> d.dismiss()).show();
  }
}
