package fixture.switchhalf;

import android.app.*;
import android.content.*;
import android.os.*;
import android.widget.*;
import com.amap.api.location.AMapLocationClient;
import com.tencent.tencentmap.mapsdk.maps.TencentMapInitializer;
import com.umeng.commonsdk.UMConfigure;
import java.lang.reflect.Method;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    call(NAMES[0], "init");
    Button agree = new Button(this);
    agree.setText("同意");
    agree.setOnClickListener(v -> {
      getPreferences(MODE_PRIVATE).edit().putBoolean("agreed", true).apply();
      locate();
      map(true);
    });
    setContentView(agree);
  }

  private static final String[] NAMES = {"com.umeng.commonsdk.UMConfigure", "com.umeng.analytics.MobclickAgent"};

  /** What is not in every build is called by its name. */
  private void call(String name, String what) {
    try {
      Method method = Class.forName(name).getMethod(what, Context.class, String.class, String.class, int.class, String.class);
      method.invoke(null, this, "key", "store", 1, null);
    } catch (ReflectiveOperationException e) {
      setTitle("without");
    }
  }

  /** It is shown, but that it was agreed to is never said. */
  private void locate() {
    AMapLocationClient.updatePrivacyShow(this, true, true);
    try {
      new AMapLocationClient(this).startLocation();
    } catch (Exception e) {
      setTitle("nowhere");
    }
  }

  private void map(boolean agreed) {
    TencentMapInitializer.start(this);
    TencentMapInitializer.setAgreePrivacy(this, agreed);
  }
}
