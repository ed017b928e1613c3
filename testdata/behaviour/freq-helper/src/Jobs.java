package fixture.freqhelper;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

final class Jobs {
  private static final ScheduledExecutorService POOL = Executors.newScheduledThreadPool(1);
  static void later(int seconds, Runnable task) { POOL.schedule(task, seconds, TimeUnit.SECONDS); }
}
