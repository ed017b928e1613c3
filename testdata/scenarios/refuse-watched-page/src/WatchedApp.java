package fixture.refusewatchedpage;

import android.app.*;
import android.os.Bundle;
import reads.Read;

public class WatchedApp extends Application implements Application.ActivityLifecycleCallbacks {
  @Override public void onCreate() {
    super.onCreate();
    registerActivityLifecycleCallbacks(this);
  }

  @Override public void onActivityCreated(Activity page, Bundle state) { Read.imei(page); }
  @Override public void onActivityStarted(Activity page) { }
  @Override public void onActivityResumed(Activity page) { if (page instanceof TrainActivity) Read.imsi(page); }
  @Override public void onActivityPaused(Activity page) { }
  @Override public void onActivityStopped(Activity page) { }
  @Override public void onActivitySaveInstanceState(Activity page, Bundle state) { }
  @Override public void onActivityDestroyed(Activity page) { }
}
