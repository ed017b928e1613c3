package fixture.startheld;

import android.app.Application;
import cn.jiguang.api.utils.JCollectionAuth;
import cn.jpush.android.api.JPushInterface;
import com.sensorsdata.analytics.android.sdk.*;

public class App extends Application {
  @Override public void onCreate() {
    super.onCreate();
    boolean agreed = getSharedPreferences("privacy", 0).getBoolean("agreed", false);
    SensorsDataAPI.startWithConfigOptions(this, new SAConfigOptions("https://sa.example.cn").disableSDK(!agreed));
    JCollectionAuth.setAuth(this, agreed);
    JPushInterface.init(this);
  }
}
