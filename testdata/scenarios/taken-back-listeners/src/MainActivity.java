package fixture.takenbacklisteners;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import reads.Read;

public class MainActivity extends Activity {
  private final Application.ActivityLifecycleCallbacks kept = new Pages() {
    @Override public void onActivityResumed(Activity page) { Read.phone(page); }
  };
  private final MessageQueue.IdleHandler idle = () -> {
    Read.location(this);
    return false;
  };

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Pages gone = new Pages() {
      @Override public void onActivityStarted(Activity page) { Read.imei(page); }
    };
    getApplication().registerActivityLifecycleCallbacks(gone);
    getApplication().registerActivityLifecycleCallbacks(kept);
    getApplication().unregisterActivityLifecycleCallbacks(gone);
    battery();
    own();
    TextView view = new TextView(this);
    setContentView(view);
    Runnable task = () -> Read.iccid(this);
    view.post(task);
    view.removeCallbacks(task);
    Looper.myQueue().addIdleHandler(idle);
    Looper.myQueue().removeIdleHandler(() -> false);
    failing();
  }

  private void battery() {
    BroadcastReceiver gone = new BroadcastReceiver() {
      @Override public void onReceive(Context c, Intent what) { Read.imsi(c); }
    };
    registerReceiver(gone, new IntentFilter(Intent.ACTION_BATTERY_CHANGED));
    unregisterReceiver(gone);
    registerReceiver(new BroadcastReceiver() {
      @Override public void onReceive(Context c, Intent what) {
        unregisterReceiver(this);
        Read.mac(c);
      }
    }, new IntentFilter(Intent.ACTION_BATTERY_CHANGED));
  }

  private void own() {
    BroadcastReceiver gone = new BroadcastReceiver() {
      @Override public void onReceive(Context c, Intent what) { Read.androidId(c); }
    };
    registerReceiver(gone, new IntentFilter("fixture.OWN"));
    unregisterReceiver(gone);
    sendBroadcast(new Intent("fixture.OWN"));
  }

  private void failing() {
    Runnable task = () -> Read.apps(this);
    View root = getWindow().getDecorView();
    root.post(task);
    try {
      setTitle(getString(Integer.parseInt(getIntent().getStringExtra("title"))));
    } catch (RuntimeException e) {
      root.removeCallbacks(task);
    }
  }

  @Override protected void onDestroy() {
    getApplication().unregisterActivityLifecycleCallbacks(kept);
    super.onDestroy();
  }

  static class Pages implements Application.ActivityLifecycleCallbacks {
    @Override public void onActivityCreated(Activity page, Bundle state) { }
    @Override public void onActivityStarted(Activity page) { }
    @Override public void onActivityResumed(Activity page) { }
    @Override public void onActivityPaused(Activity page) { }
    @Override public void onActivityStopped(Activity page) { }
    @Override public void onActivitySaveInstanceState(Activity page, Bundle state) { }
    @Override public void onActivityDestroyed(Activity page) { }
  }
}
