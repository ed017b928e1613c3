package fixture.refusesharedrunner;

import android.app.*;
import android.os.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  /** Runs what is put into its queue, one after another. */
  static class Runner extends Thread {
    final Queue<Runnable> tasks = new ArrayDeque<>();
    @Override public void run() { for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run(); }
  }
  private final Runner runner = new Runner();
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    give(() -> Read.mac(this));
    give(() -> setTitle("ready"));
    new AlertDialog.Builder(this).setMessage("请阅读《隐私政策》")
        .setPositiveButton("同意", (dialog, which) -> Read.imei(this))
        .setNegativeButton("不同意", (dialog, which) -> give(() -> Read.iccid(this)))
        .show();
  }
  private void give(Runnable task) { runner.tasks.add(task); runner.start(); }
}
