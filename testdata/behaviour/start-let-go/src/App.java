package fixture.startletgo;

import android.app.Application;
import cn.jiguang.api.utils.JCollectionAuth;
import cn.jpush.android.api.JPushInterface;
import com.sensorsdata.analytics.android.sdk.*;

public class App extends Application {
  @Override public void onCreate() {
    super.onCreate();
    SensorsDataAPI.startWithConfigOptions(this, new SAConfigOptions("https://sa.example.cn").disableSDK(true));
    JPushInterface.init(this);
    JCollectionAuth.setAuth(this, false);
  }
}
