package fixture.freqrunner;

import android.os.*;

final class Runner implements Runnable {
  private final Handler handler = new Handler(Looper.getMainLooper());
  private final Period period;
  private final Runnable task;
  Runner(Period period, Runnable task) { this.period = period; this.task = task; }
  void start() { handler.post(this); }
  @Override public void run() {
    task.run();
    handler.postDelayed(this, period.ms);
  }
}
