package fixture.freqonce;

import android.app.Activity;
import android.content.Intent;
import android.content.IntentFilter;
import android.os.Bundle;
import android.os.Handler;
import reads.Read;

public class MainActivity extends Activity {
  private final Handler handler = new Handler();
  private Thread kept;
  private volatile Thread passing;
  private boolean begun;
  private final Runnable tick = new Runnable() {
    @Override public void run() {
      startService(new Intent(MainActivity.this, Steady.class));
      startService(new Intent(MainActivity.this, Passing.class));
      registerReceiver(new Screen(), new IntentFilter(Intent.ACTION_SCREEN_ON));
      Single.get(MainActivity.this).note();
      keep();
      pass();
      begin();
      handler.postDelayed(this, 3000);
    }
  };

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    handler.postDelayed(tick, 3000);
  }

  /** Starts a thread the first time only. */
  private void keep() {
    if (kept == null) {
      kept = new Thread(() -> Read.apps(this));
      kept.start();
    }
  }

  private void begin() {
    if (begun) return;
    Read.phone(this);
    begun = true;
  }

  /** Starts one whenever the last is done. */
  private void pass() {
    if (passing != null) return;
    passing = new Thread(() -> {
      Read.mac(this);
      passing = null;
    });
    passing.start();
  }
}
