package fixture.taskcountdown;

import android.app.Activity;
import android.os.Bundle;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  static class Task {
    final String[] after;
    final Runnable run;
    int waiting;

    Task(Runnable run, String... after) {
      this.run = run;
      this.after = after;
      waiting = after.length;
    }
  }

  private final Map<String, List<Task>> waiters = new HashMap<>();

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    add(new Task(() -> Read.imei(this), "settings"));
    add(new Task(() -> Read.imsi(this), "settings", "agreed"));
    add(new Task(() -> Read.mac(this), "settings", "network"));
    add(new Task(() -> Read.phone(this), "agreed"));
    done("settings");
    done("network");
  }

  private void add(Task task) {
    for (String name : task.after) {
      List<Task> all = waiters.get(name);
      if (all == null) waiters.put(name, all = new ArrayList<>());
      all.add(task);
    }
  }

  private void done(String name) {
    List<Task> all = waiters.remove(name);
    if (all == null) return;
    for (Task task : all) if (--task.waiting == 0) task.run.run();
  }

  @Override public void onBackPressed() {
    done("agreed");
  }
}
