package fixture.initkeyon;

import android.app.Activity;
import android.os.Bundle;
import com.huawei.hms.push.HmsMessaging;
import com.google.firebase.crashlytics.FirebaseCrashlytics;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
  }

  @Override public void onBackPressed() {
    HmsMessaging.getInstance(this).setAutoInitEnabled(true);
    new FirebaseCrashlytics().setCrashlyticsCollectionEnabled(true);
  }
}
