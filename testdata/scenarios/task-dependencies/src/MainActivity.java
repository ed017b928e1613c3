package fixture.taskdependencies;

import android.app.*;
import android.content.*;
import android.os.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  interface Work { void run(Context c); }

  static class Task {
    final String name;
    final Work work;
    final String[] after;

    Task(String name, Work work, String... after) {
      this.name = name;
      this.work = work;
      this.after = after;
    }
  }

  private final Set<String> done = new HashSet<>();
  private final List<Task> waiting = new ArrayList<>();
  private final List<Task> others = new ArrayList<>();
  private final List<Task> sets = new ArrayList<>();

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    // A task runs once all are done that it names.
    waiting.add(new Task("report", Read::imei, "device", "consent"));
    waiting.add(new Task("member", Read::phone, "consent"));
    waiting.add(new Task("device", Read::imsi, "settings"));
    waiting.add(new Task("settings", Read::mac));
    others.add(new Task("shop", Read::apps, "device", "consent"));
    others.add(new Task("home", Read::location, "device", "settings"));
    sets.add(new Task("call", Read::iccid, "settings", "device"));
    sets.add(new Task("sale", Read::androidId, "home", "consent"));
    run();
  }

  @Override public void onBackPressed() {
    done.add("consent");
    run();
  }

  private void run() {
    for (boolean more = true; more; ) {
      more = false;
      for (Iterator<Task> tasks = waiting.iterator(); tasks.hasNext(); ) {
        Task task = tasks.next();
        if (!isReady(task)) continue;
        tasks.remove();
        task.work.run(this);
        done.add(task.name);
        more = true;
        break;
      }
    }
    // The same in place.
    for (Task task : others) {
      boolean ready = true;
      for (String name : task.after) {
        if (!done.contains(name)) {
          ready = false;
          break;
        }
      }
      if (ready) task.work.run(this);
    }
    runSets();
  }

  // All at once.
  private void runSets() {
    for (Task task : sets) if (done.containsAll(new HashSet<>(Arrays.asList(task.after)))) task.work.run(this);
  }

  private boolean isReady(Task task) {
    for (String name : task.after) if (!done.contains(name)) return false;
    return true;
  }
}
