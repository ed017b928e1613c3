package fixture.freqonce;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;
import reads.Read;

/** Ends itself, so it is made anew. */
public class Passing extends Service {
  @Override public void onCreate() { Read.iccid(this); }
  @Override public int onStartCommand(Intent intent, int flags, int id) {
    stopSelf(id);
    return START_NOT_STICKY;
  }
  @Override public IBinder onBind(Intent intent) { return null; }
}
