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
  private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Thread(this::watch).start();
    new Thread(this::once).start();
    // A queue goes round, its tasks do not: one waits a little, another reads.
    new Thread(() -> {
      while (true) {
        try { work.take().run(); } catch (InterruptedException e) { return; }
      }
    }).start();
    work.add(new Runnable() {
      @Override public void run() { pause(300); }
    });
    work.add(() -> Read.androidId(this));
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
  static void pause(long ms) {
    try { Thread.sleep(ms); } catch (InterruptedException e) { Thread.currentThread().interrupt(); }
  }
}
