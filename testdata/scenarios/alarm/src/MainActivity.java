package fixture.alarm;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    AlarmManager am = (AlarmManager) getSystemService("alarm");
    am.setRepeating(0, 1000, 60000, PendingIntent.getBroadcast(this, 0, new Intent(this, Tick.class), 0));
    Notification n = new Notification.Builder(this).setContentIntent(PendingIntent.getBroadcast(this, 1, new Intent(this, Tap.class), 0)).build();
    ((NotificationManager) getSystemService("notification")).notify(1, n);
  }
  public static class Tick extends BroadcastReceiver { public void onReceive(Context c, Intent i) { Read.imei(c); } }
  public static class Tap extends BroadcastReceiver { public void onReceive(Context c, Intent i) { Read.androidId(c); } }
}
