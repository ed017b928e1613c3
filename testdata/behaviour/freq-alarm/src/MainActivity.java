package fixture.freqalarm;

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
    AlarmManager am = (AlarmManager) getSystemService(ALARM_SERVICE);
    am.setRepeating(AlarmManager.RTC_WAKEUP, System.currentTimeMillis(), 60 * 1000, PendingIntent.getBroadcast(this, 0, new Intent(this, Tick.class), 0));
    am.setInexactRepeating(AlarmManager.RTC, System.currentTimeMillis(), AlarmManager.INTERVAL_DAY, PendingIntent.getBroadcast(this, 1, new Intent(this, Daily.class), 0));
  }
  public static class Tick extends BroadcastReceiver { public void onReceive(Context c, Intent i) { Read.imei(c); } }
  public static class Daily extends BroadcastReceiver { public void onReceive(Context c, Intent i) { Read.apps(c); } }
}
