package fixture.backgroundprivate;

import android.app.*;
import android.content.*;
import android.os.*;
import android.widget.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button button = new Button(this);
    button.setText("Start");
    button.setOnClickListener(view -> {
      startService(new Intent(this, Clicked.class));
      startService(new Intent().setClassName(this, "fixture.backgroundprivate.Named"));
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
