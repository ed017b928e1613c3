package fixture.freqhelper;

import android.app.Activity;
import android.os.Bundle;
import android.os.Handler;
import reads.Read;

public class MainActivity extends Activity {
  private final Handler handler = new Handler();
  private final Runnable tick = new Runnable() {
    @Override public void run() {
      Read.location(MainActivity.this);
      handler.postDelayed(this, 5000);
    }
  };

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Jobs.later(2, () -> Jobs.later(3, () -> Read.imei(this)));
    new Machine(this).start();
    handler.postDelayed(tick, 5000);
  }
}
