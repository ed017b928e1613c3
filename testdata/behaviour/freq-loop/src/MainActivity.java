package fixture.freqloop;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  private volatile boolean stopped;
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Thread(this::watch).start();
    new Thread(this::once).start();
  }
  private void watch() {
    while (!stopped) {
      Read.apps(this);
      pause(2000);
    }
  }
  private void once() {
    for (int i = 0; i < 5; i++) pause(100);
    Read.imei(this);
  }
  private static void pause(long ms) {
    try { Thread.sleep(ms); } catch (InterruptedException e) { Thread.currentThread().interrupt(); }
  }
}
