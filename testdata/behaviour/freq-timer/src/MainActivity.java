package fixture.freqtimer;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  private final Timer timer = new Timer();
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    timer.schedule(new TimerTask() { public void run() { Read.location(MainActivity.this); } }, 0, 5000);
    timer.scheduleAtFixedRate(new TimerTask() { public void run() { Read.imei(MainActivity.this); } }, 0, 12 * 60 * 60 * 1000L);
    timer.schedule(new TimerTask() { public void run() { Read.androidId(MainActivity.this); } }, 3000);
    timer.schedule(new TimerTask() { public void run() { setTitle("tick"); } }, 0, 1000);
  }
}
