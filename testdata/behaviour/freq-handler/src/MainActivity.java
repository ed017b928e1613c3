package fixture.freqhandler;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  private static final long PERIOD = 3000;
  private final Handler handler = new Handler(Looper.getMainLooper());
  private final Runnable poll = new Runnable() {
    @Override public void run() {
      report(Read.imei(MainActivity.this));
      handler.postDelayed(this, PERIOD);
    }
  };
  private final Runnable hourly = new Runnable() {
    @Override public void run() {
      report(Read.imsi(MainActivity.this));
      handler.postDelayed(this, 3600 * 1000);
    }
  };
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    handler.post(poll);
    handler.post(hourly);
    handler.postDelayed(() -> report(Read.androidId(this)), 500);
  }
  private void report(String id) { setTitle(id == null ? "" : "ok"); }
}
