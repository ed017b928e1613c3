package fixture.collectionsknown;

import android.app.Activity;
import android.os.Bundle;
import android.util.SparseBooleanArray;
import java.util.*;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import java.util.stream.*;
import reads.Read;

public class MainActivity extends Activity {
  static class Job {
    final String name;
    final Runnable run;

    Job(String name, Runnable run) {
      this.name = name;
      this.run = run;
    }
  }

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    waiting();
    streams();
    maps();
    bits();
  }

  private void waiting() {
    LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    queue.add(() -> Read.imei(this));
    List<Runnable> all = new ArrayList<>();
    queue.drainTo(all);
    for (Runnable one : all) one.run();
    Set<String> done = new HashSet<>(Arrays.asList("settings", "network"));
    if (done.containsAll(Arrays.asList("settings", "consent"))) Read.androidId(this);
    if (!Collections.disjoint(done, Arrays.asList("consent", "login"))) Read.location(this);
  }

  private void streams() {
    Map<String, List<Job>> groups = Stream.of(new Job("start", () -> Read.imsi(this)), new Job("login", () -> Read.imsi(this)))
        .collect(Collectors.groupingBy(job -> job.name));
    for (Job job : groups.get("start")) job.run.run();
    List<Job> later = groups.get("agreed");
    if (later != null) Read.apps(this);
    Map<String, Runnable> byName = Stream.of("first").collect(Collectors.toMap(name -> name, name -> () -> Read.iccid(this)));
    byName.get("first").run();
    Map<Boolean, List<Job>> halves = Stream.of(new Job("agreed", () -> Read.mac(this)), new Job("", () -> { }))
        .collect(Collectors.partitioningBy(job -> job.name.isEmpty()));
    for (Job job : halves.get(true)) job.run.run();
  }

  private void maps() {
    Map<String, Runnable> jobs = new HashMap<>();
    jobs.computeIfPresent("first", (key, old) -> { Read.location(this); return old; });
    List<Runnable> list = new ArrayList<>(Collections.singletonList(() -> { }));
    UnaryOperator<Runnable> louder = old -> () -> Read.phone(this);
    list.replaceAll(louder);
    list.get(0).run();
  }

  private void bits() {
    BitSet set = new BitSet();
    set.set(2);
    if (set.get(3)) Read.androidId(this);
    SparseBooleanArray agreed = new SparseBooleanArray();
    agreed.put(1, false);
    if (agreed.get(1) || agreed.get(2)) Read.mac(this);
    if (Optional.of(1).filter(level -> level > 2).isPresent()) Read.apps(this);
  }
}
