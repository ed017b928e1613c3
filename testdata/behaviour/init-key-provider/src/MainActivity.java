package fixture.initkeyprovider;

import android.app.Activity;
import android.os.Bundle;
import com.huawei.hms.push.HmsMessaging;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
  }

  @Override public void onBackPressed() {
    HmsMessaging.getInstance(this).setAutoInitEnabled(true);
  }
}
