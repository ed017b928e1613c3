package fixture.counters;

import android.app.*;
import android.os.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import reads.Read;

public class MainActivity extends Activity {
  private final AtomicInteger places = new AtomicInteger(0);
  private final AtomicInteger opened = new AtomicInteger();
  private final CountDownLatch agreed = new CountDownLatch(1);
  private final CountDownLatch loaded = new CountDownLatch(1);
  private final Semaphore permits = new Semaphore(0);
  private final AtomicReference<Object> state = new AtomicReference<>(NEW);
  private static final Object NEW = new Object(), SHOWN = new Object(), DONE = new Object();

  @Override protected void onCreate(Bundle b) {
    super.onCreate(b);
    if (places.getAndDecrement() > 0) Read.imsi(this);
    if (opened.incrementAndGet() == 1) Read.mac(this);
    loaded.countDown();
    new Thread(() -> { if (wait(loaded)) Read.apps(this); }).start();
    new Thread(() -> { if (wait(agreed)) Read.iccid(this); }).start();
    new Thread(() -> { if (permits.tryAcquire()) Read.phone(this); }).start();
    if (state.compareAndSet(NEW, SHOWN)) Read.location(this);
    if (state.compareAndSet(DONE, NEW)) Read.androidId(this);
    new AlertDialog.Builder(this).setMessage("Scan this device?").setPositiveButton("Scan", (dialog, which) -> agree()).show();
  }
  private void agree() { agreed.countDown(); permits.release(); }
  private static boolean wait(CountDownLatch latch) {
    try { return latch.await(5, TimeUnit.SECONDS); } catch (InterruptedException e) { return false; }
  }
}
