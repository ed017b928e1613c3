package fixture.freqkepttimer;

import android.app.Activity;
import android.app.Service;
import android.content.Intent;
import android.os.Bundle;
import android.os.IBinder;
import java.util.Timer;
import java.util.TimerTask;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    startService(new Intent(this, Track.class));
  }

  /** Its timer is made once, its task comes again; what the task does only the first time does not. */
  public static class Track extends Service {
    private Timer timer;
    private boolean told;

    @Override public int onStartCommand(Intent intent, int flags, int id) {
      if (timer == null) {
        timer = new Timer("track");
        timer.scheduleAtFixedRate(new TimerTask() {
          @Override public void run() { point(); }
        }, 0, 3000);
      }
      return START_STICKY;
    }

    private void point() {
      Read.location(this);
      if (told) return;
      Read.imei(this);
      told = true;
    }

    @Override public IBinder onBind(Intent intent) { return null; }
  }
}
