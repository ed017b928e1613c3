package fixture.timer;

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
    new Timer().schedule(new TimerTask() { public void run() { Read.imei(MainActivity.this); } }, 1000, 1000);
    HandlerThread t = new HandlerThread("x"); t.start();
    new Handler(t.getLooper()).post(() -> Read.imsi(this));
    new CountDownTimer(3000, 1000) { public void onTick(long l) {} public void onFinish() { Read.iccid(MainActivity.this); } }.start();
    Looper.myQueue().addIdleHandler(() -> { Read.phone(this); return false; });
    kept = new TimerTask() { public void run() { Read.androidId(MainActivity.this); } };
  }
  TimerTask kept;
  @Override public void onBackPressed() { new Timer().schedule(kept, 1); }
}
