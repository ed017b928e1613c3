package fixture.takenbackinloops;

import android.app.Application;
import android.os.Handler;
import android.os.Looper;
import java.util.ArrayList;
import java.util.List;
import reads.Read;

public class App extends Application {
  static final Queue QUEUE = new Queue();

  @Override public void onCreate() {
    super.onCreate();
    QUEUE.later(() -> Read.imei(this), 2000);
    QUEUE.wrapped(() -> Read.mac(this), 3000);
    QUEUE.later(() -> Read.apps(this), 0);
  }

  static class Queue {
    final Handler handler = new Handler(Looper.getMainLooper());
    final List<Runnable> posted = new ArrayList<>();

    void later(Runnable task, long wait) {
      posted.add(task);
      handler.postDelayed(task, wait);
    }

    void wrapped(Runnable task, long wait) {
      posted.add(task);
      handler.postDelayed(() -> task.run(), wait);
    }
  }
}
