package fixture.freqonce;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;
import reads.Read;

/** Stays once it is there. */
public class Steady extends Service {
  @Override public void onCreate() { Read.imei(this); }
  @Override public int onStartCommand(Intent intent, int flags, int id) {
    Read.location(this);
    return START_STICKY;
  }
  @Override public IBinder onBind(Intent intent) { return null; }
}
