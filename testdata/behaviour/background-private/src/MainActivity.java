package fixture.backgroundprivate;

import android.app.*;
import android.app.job.*;
import android.content.*;
import android.os.*;
import android.widget.*;
import java.util.*;
import java.util.function.Consumer;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button button = new Button(this);
    button.setText("Start");
    button.setOnClickListener(view -> {
      startService(new Intent(this, Clicked.class));
      startService(new Intent().setClassName(this, "fixture.backgroundprivate.Named"));
      sendBroadcast(new Intent("fixture.backgroundprivate.REFRESH"));
      Intent kind = new Intent(this, Kinds.class).putExtra("kind", 1).setAction("now");
      AlarmManager alarms = (AlarmManager) getSystemService(ALARM_SERVICE);
      alarms.set(AlarmManager.RTC, 0, PendingIntent.getBroadcast(this, 1, kind, PendingIntent.FLAG_IMMUTABLE));
      PendingIntent alarm = PendingIntent.getBroadcast(this, 0, new Intent(this, Alarm.class), PendingIntent.FLAG_IMMUTABLE);
      ((NotificationManager) getSystemService(NOTIFICATION_SERVICE)).notify(1, new Notification.Builder(this, "c").setDeleteIntent(alarm).build());
    });
    setContentView(button);
  }

  /** Nobody calls this. */
  void old() {
    startService(new Intent(this, Forgotten.class));
    sendBroadcast(new Intent(this, Dropped.class));
  }
}

abstract class Reads extends Service {
  abstract void read();

  @Override public int onStartCommand(Intent by, int flags, int id) {
    read();
    return START_NOT_STICKY;
  }

  @Override public IBinder onBind(Intent by) { return null; }
}

class Clicked extends Reads {
  @Override void read() { Read.imei(this); }
}

class Named extends Reads {
  @Override void read() { Read.imsi(this); }
}

class Unused extends Reads {
  @Override void read() { Read.apps(this); }
}

class Forgotten extends Reads {
  @Override void read() { Read.location(this); }
}

/** Other apps may start it. */
class Open extends Reads {
  @Override void read() { Read.iccid(this); }
}

class Alarm extends BroadcastReceiver {
  @Override public void onReceive(Context c, Intent what) { Read.androidId(c); }
}

class Dropped extends BroadcastReceiver {
  @Override public void onReceive(Context c, Intent what) { Read.phone(c); }
}

class Refreshed extends BroadcastReceiver {
  @Override public void onReceive(Context c, Intent what) { Read.mac(c); }
}

/** Its action is the app's own, and nobody sends it. */
class Unsent extends BroadcastReceiver {
  @Override public void onReceive(Context c, Intent what) { Read.phone(c); }
}

/** It does nothing but have a job run, which reads on a thread of its own. */
class Added extends BroadcastReceiver {
  @Override public void onReceive(Context c, Intent what) {
    JobInfo job = new JobInfo.Builder(1, new ComponentName(c, Compare.class)).setOverrideDeadline(60000).build();
    ((JobScheduler) c.getSystemService(Context.JOB_SCHEDULER_SERVICE)).schedule(job);
  }
}

class Compare extends JobService {
  private static final Map<String, Consumer<Context>> WORK = new HashMap<>();

  static { WORK.put("read", Read::imei); }

  @Override public boolean onStartJob(JobParameters by) {
    new Thread(() -> WORK.get("read").accept(this)).start();
    return true;
  }

  @Override public boolean onStopJob(JobParameters by) { return false; }
}

/** Of what it knows only one kind is ever asked for, by one action. */
class Kinds extends BroadcastReceiver {
  @Override public void onReceive(Context c, Intent what) {
    int kind = what.getIntExtra("kind", 0);
    if (kind == 1) Read.location(c);
    if (kind == 2) Read.apps(c);
    if ("later".equals(what.getAction())) Read.phone(c);
  }
}
