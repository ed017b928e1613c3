package fixture.takenbacklater;

import android.app.*;
import android.content.*;
import android.os.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  private final ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
  private ScheduledFuture<?> kept;

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Timer timer = new Timer();
    TimerTask gone = task(() -> Read.androidId(this));
    timer.schedule(gone, 5000);
    gone.cancel();
    TimerTask begun = task(() -> Read.imei(this));
    timer.schedule(begun, 0);
    begun.cancel();
    ScheduledFuture<?> future = pool.scheduleAtFixedRate(() -> Read.iccid(this), 10, 1, TimeUnit.SECONDS);
    future.cancel(false);
    kept = pool.schedule(() -> { Read.mac(this); }, 10, TimeUnit.SECONDS);
    Work work = new Work(this);
    work.execute();
    work.cancel(true);
    Model silent = new Model();
    silent.addObserver((of, what) -> Read.phone(this));
    silent.notifyObservers();
    Model loud = new Model();
    loud.addObserver((of, what) -> Read.apps(this));
    loud.change();
  }

  @Override protected void onDestroy() {
    kept.cancel(false);
    super.onDestroy();
  }

  private static TimerTask task(Runnable what) {
    return new TimerTask() { @Override public void run() { what.run(); } };
  }

  static class Model extends Observable {
    void change() {
      setChanged();
      notifyObservers("changed");
    }
  }

  static class Work extends AsyncTask<Void, Void, String> {
    private final Context c;

    Work(Context c) { this.c = c; }

    @Override protected String doInBackground(Void... nothing) { return "" + Read.location(c); }

    @Override protected void onPostExecute(String result) { Read.phone(c); }

    @Override protected void onCancelled(String result) { Read.imsi(c); }
  }
}
