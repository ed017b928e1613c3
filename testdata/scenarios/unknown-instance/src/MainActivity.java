package fixture.unknowninstance;

import android.app.*;
import android.os.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  private final Vector<Job> queue = new Vector<>();
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    queue.addElement(new Job(this, () -> Read.imei(this), false));
    Executors.newSingleThreadExecutor().execute(queue.elementAt(0));
  }
  static class Job implements Runnable {
    private final Activity page;
    private final Runnable then;
    private final boolean full;
    Job(Activity page, Runnable then, boolean full) { this.page = page; this.then = then; this.full = full; }
    @Override public void run() {
      then.run();
      if (full) Read.imsi(page);
    }
  }
}
