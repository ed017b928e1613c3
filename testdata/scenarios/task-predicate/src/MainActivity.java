package fixture.taskpredicate;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  static abstract class Task { boolean waits() { return true; } abstract void run(Context c); }
  static class Free extends Task { boolean waits() { return false; } void run(Context c) { Read.imei(c); } }
  static class Bound extends Task { void run(Context c) { Read.androidId(c); } }
  interface Work { void run(Context c); }
  static class Step { final boolean early; final Work work; Step(boolean early, Work work) { this.early = early; this.work = work; } }
  boolean agreed;
  final List<Task> tasks = new ArrayList<>();
  final Step[] steps = { new Step(true, Read::mac), new Step(false, Read::phone) };
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    agreed = getSharedPreferences("a", 0).getBoolean("agreed", false);
    tasks.add(new Free());
    tasks.add(new Bound());
    for (Task task : tasks) { if (task.waits() && !agreed) continue; task.run(this); }
    for (Step step : steps) if (step.early || agreed) step.work.run(this);
  }
  @Override public void onBackPressed() { new Bound().run(this); Read.phone(this); }
}
