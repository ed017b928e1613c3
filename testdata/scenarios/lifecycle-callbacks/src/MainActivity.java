package fixture.lifecyclecallbacks;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);

  }
  public static class App extends Application implements Application.ActivityLifecycleCallbacks {
   public void onCreate() { super.onCreate(); registerActivityLifecycleCallbacks(this); }
   public void onActivityCreated(Activity a, Bundle b) { Read.imei(a); } public void onActivityStarted(Activity a) {} public void onActivityResumed(Activity a) {}
   public void onActivityPaused(Activity a) {} public void onActivityStopped(Activity a) { Read.androidId(a); } public void onActivitySaveInstanceState(Activity a, Bundle b) {} public void onActivityDestroyed(Activity a) {}
  }
}
