package fixture.streams;

import android.app.*;
import android.os.*;
import java.util.*;
import java.util.stream.*;
import reads.Read;

public class MainActivity extends Activity {
  static class Step {
    final boolean early;
    final Runnable task;
    Step(boolean early, Runnable task) { this.early = early; this.task = task; }
    boolean waits() { return !early; }
  }

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    boolean agreed = getSharedPreferences("app", 0).getBoolean("agreed", false);
    // Kept by what is known of each.
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(true, () -> Read.imei(this)));
    steps.add(new Step(false, () -> Read.apps(this)));
    steps.stream().filter(step -> step.early).map(step -> step.task).forEach(Runnable::run);
    // None of them is long.
    List<String> longs = Stream.of("a", "bb", "ccc").filter(text -> text.length() > 5).collect(Collectors.toList());
    if (!longs.isEmpty()) Read.mac(this);
    if (Stream.of("a", "bb").anyMatch(text -> text.equals("bb"))) Read.imsi(this);
    if (!Stream.of("a", "bb").noneMatch(text -> text.length() > 5)) Read.androidId(this);
    // The question about the element comes after another one.
    List<Step> late = new ArrayList<>();
    late.add(new Step(true, () -> Read.phone(this)));
    late.add(new Step(false, () -> Read.location(this)));
    for (Step step : late) {
      long start = System.nanoTime();
      if (!agreed && step.waits()) {
        setTitle("later");
        continue;
      }
      step.task.run();
      setTitle("took " + (System.nanoTime() - start));
    }
    // What a list holds that the system gives is not known, so it may be anything.
    getSystemService(android.os.storage.StorageManager.class).getStorageVolumes().forEach(one -> Read.iccid(this));
  }
}
