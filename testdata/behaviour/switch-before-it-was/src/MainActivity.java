package fixture.switchbeforeitwas;

import android.app.*;
import android.os.Bundle;
import com.amap.api.location.AMapLocationClient;
import com.umeng.commonsdk.UMConfigure;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new AlertDialog.Builder(this).setMessage("Privacy policy").setPositiveButton("Agree", (d, w) -> {
      UMConfigure.init(this, "key", "store", 1, null);
      new AMapLocationClient(this).startLocation();
    }).setNegativeButton("Refuse", (d, w) -> d.dismiss()).show();
  }
}
