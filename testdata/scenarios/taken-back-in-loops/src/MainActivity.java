package fixture.takenbackinloops;

import android.app.Activity;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import reads.Read;

public class MainActivity extends Activity {
  private final Handler main = new Handler(Looper.getMainLooper());
  private final ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    setTitle("" + Stopper.stop(App.QUEUE));
    List<Runnable> all = new LinkedList<>();
    all.add(() -> Read.imsi(this));
    main.postDelayed(all.get(0), 500);
    for (Runnable task : all) main.removeCallbacks(task);
    Runnable late = () -> Read.location(this);
    main.postDelayed(late, 500);
    all.add(late);
    leftOut();
    sometimes();
    futures();
  }

  private void leftOut() {
    List<Runnable> tasks = new ArrayList<>();
    tasks.add(() -> setTitle("first"));
    tasks.add(() -> Read.phone(this));
    for (Runnable task : tasks) main.postDelayed(task, 500);
    for (Runnable task : tasks) {
      main.removeCallbacks(task);
      break;
    }
  }

  private void sometimes() {
    List<Runnable> tasks = new ArrayList<>();
    tasks.add(() -> Read.androidId(this));
    for (Runnable task : tasks) main.postDelayed(task, 500);
    for (Runnable task : tasks) if (System.currentTimeMillis() % 2 == 0) main.removeCallbacks(task);
  }

  private void futures() {
    List<Future<?>> futures = new ArrayList<>();
    futures.add(pool.schedule(() -> { Read.iccid(this); }, 5, TimeUnit.SECONDS));
    futures.add(pool.schedule(() -> setTitle("later"), 8, TimeUnit.SECONDS));
    for (int at = futures.size() - 1; at >= 0; at--) futures.get(at).cancel(true);
  }

  static class Stopper {
    static int stop(App.Queue queue) {
      int count = 0;
      for (Runnable task : queue.posted) {
        queue.handler.removeCallbacks(task);
        count++;
      }
      queue.posted.clear();
      return count;
    }
  }
}
