package fixture.bootcollects;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  public static class Boot extends BroadcastReceiver {
    @Override public void onReceive(Context c, Intent i) { c.startService(new Intent(c, Sync.class)); }
  }
  public static class Sync extends Service {
    @Override public int onStartCommand(Intent i, int f, int id) { Read.apps(this); return START_STICKY; }
    @Override public IBinder onBind(Intent i) { return null; }
  }
  public static class Again extends BroadcastReceiver {
    @Override public void onReceive(Context c, Intent i) {
      ((AlarmManager) c.getSystemService("alarm")).set(1, 60000, PendingIntent.getBroadcast(c, 0, new Intent(c, Remind.class), 0));
    }
  }
  public static class Remind extends BroadcastReceiver { @Override public void onReceive(Context c, Intent i) { } }
}
