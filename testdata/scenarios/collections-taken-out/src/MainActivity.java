package fixture.collectionstakenout;

import android.app.Activity;
import android.os.Bundle;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  static class Job {
    final boolean heavy;
    final Runnable run;

    Job(boolean heavy, Runnable run) {
      this.heavy = heavy;
      this.run = run;
    }
  }

  private final Set<Job> jobs = new LinkedHashSet<>();
  private final List<Job> more = new ArrayList<>();
  private final Map<String, Job> named = new HashMap<>();
  private final Deque<Runnable> scenes = new ArrayDeque<>();
  private final Queue<String> pages = new LinkedList<>(Arrays.asList("one", "two"));

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Job phone = new Job(true, () -> Read.phone(this));
    // By the iterator, in the rounds that a test of each element decides.
    jobs.add(new Job(false, () -> Read.imei(this)));
    jobs.add(new Job(true, () -> Read.iccid(this)));
    for (Iterator<Job> all = jobs.iterator(); all.hasNext(); ) if (all.next().heavy) all.remove();
    for (Job job : jobs) job.run.run();
    // By a predicate.
    more.add(new Job(false, () -> Read.imsi(this)));
    more.add(phone);
    more.removeIf(job -> job.heavy);
    for (Job job : more) job.run.run();
    // Entries of a map.
    named.put("light", new Job(false, () -> Read.mac(this)));
    named.put("heavy", new Job(true, () -> Read.androidId(this)));
    for (Iterator<Map.Entry<String, Job>> all = named.entrySet().iterator(); all.hasNext(); ) if (all.next().getKey().equals("heavy")) all.remove();
    for (Job job : named.values()) job.run.run();
    // The first of a queue, and another only once the first is taken by hand.
    scenes.addLast(() -> setTitle("agree"));
    scenes.addLast(() -> Read.location(this));
    scenes.peekFirst().run();
    next();
  }

  private void next() {
    String page = pages.poll();
    if (page == null) Read.location(this);
    else setTitle(page);
  }

  @Override public void onBackPressed() {
    scenes.pollFirst();
    scenes.peekFirst().run();
    next();
  }
}
