package fixture.backgroundjobs;

import android.app.*;
import android.app.job.*;
import android.content.*;
import android.os.*;
import android.widget.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button button = new Button(this);
    button.setText("Save power");
    button.setOnClickListener(view -> {
      Jobs.order(this, 1, Clicked.class);
      Jobs.order(this, getPackageName() + ".Named");
      startService(new Intent(this, Started.class));
    });
    setContentView(button);
  }
}

class Jobs {
  static void order(Context c, int id, Class<? extends JobService> job) { order(c, id, new ComponentName(c, job)); }

  static void order(Context c, String job) { order(c, 9, new ComponentName(c, job)); }

  /** Nobody calls this. */
  static void all(Context c) { order(c, 8, Unordered.class); }

  private static void order(Context c, int id, ComponentName job) {
    ((JobScheduler) c.getSystemService(Context.JOB_SCHEDULER_SERVICE)).schedule(new JobInfo.Builder(id, job).setMinimumLatency(60000).build());
  }
}

abstract class Once extends JobService {
  abstract void work();

  @Override public boolean onStartJob(JobParameters given) {
    new Thread(() -> {
      work();
      jobFinished(given, false);
    }).start();
    return true;
  }

  @Override public boolean onStopJob(JobParameters given) { return false; }
}

class Clicked extends Once {
  @Override void work() {
    Read.imei(this);
    Jobs.order(this, 2, Next.class);
  }
}

class Next extends Once {
  @Override void work() { Read.imsi(this); }
}

class Named extends Once {
  @Override void work() { Read.iccid(this); }
}

class Booted extends Once {
  @Override void work() { Read.androidId(this); }
}

/** Orders itself, once it runs. */
class Again extends Once {
  @Override void work() {
    Read.location(this);
    Jobs.order(this, 3, Again.class);
  }
}

class Unordered extends Once {
  @Override void work() { Read.apps(this); }
}

/** Started as an ordinary service: the scheduler hears nothing of it. */
class Started extends Once {
  @Override void work() { Read.mac(this); }
}

class Boot extends BroadcastReceiver {
  @Override public void onReceive(Context c, Intent what) { Jobs.order(c, 4, Booted.class); }
}
