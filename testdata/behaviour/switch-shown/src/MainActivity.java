package fixture.switchshown;

import android.app.*;
import android.content.SharedPreferences;
import android.os.Bundle;
import com.amap.api.location.AMapLocationClient;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    SharedPreferences kept = getSharedPreferences("privacy", 0);
    if (kept.getBoolean("agreed", false)) return;
    AMapLocationClient.updatePrivacyShow(this, true, true);
    new AlertDialog.Builder(this).setMessage("Privacy policy").setPositiveButton("Agree", (d, w) -> {
      kept.edit().putBoolean("agreed", true).apply();
      AMapLocationClient.updatePrivacyAgree(this, true);
      locate();
    }).setNegativeButton("Refuse", (d, w) -> d.dismiss()).show();
  }

  private void locate() {
    try {
      new AMapLocationClient(this).startLocation();
    } catch (Exception e) {
      setTitle("nowhere");
    }
  }
}
