package fixture.freqexecutor;

import java.util.concurrent.*;

final class Loops {
  private static final ScheduledExecutorService POOL = Executors.newScheduledThreadPool(1);
  static void every(int seconds, Runnable task) { POOL.scheduleAtFixedRate(task, 0, Math.max(1, seconds), TimeUnit.SECONDS); }
  static void later(int seconds, Runnable task) { POOL.schedule(task, seconds, TimeUnit.SECONDS); }
}
