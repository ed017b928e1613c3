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
  @Override protected void onStart() { super.onStart(); Beat.arm(this, 20_000); Late.arm(this); once(); }

  private void once() {
    AlarmManager am = (AlarmManager) getSystemService(ALARM_SERVICE);
    am.setExact(AlarmManager.RTC, System.currentTimeMillis() + 5000, PendingIntent.getBroadcast(this, 4, new Intent(this, Once.class), 0));
  }

  /** Sets itself again each time. */
  public static class Beat extends BroadcastReceiver {
    static void arm(Context c, long later) {
      AlarmManager am = (AlarmManager) c.getSystemService(ALARM_SERVICE);
      am.set(AlarmManager.ELAPSED_REALTIME_WAKEUP, SystemClock.elapsedRealtime() + later, PendingIntent.getBroadcast(c, 2, new Intent(c, Beat.class), 0));
    }
    public void onReceive(Context c, Intent i) { Read.mac(c); arm(c, 20_000); }
  }
  public static class Late extends BroadcastReceiver {
    static void arm(Context c) {
      AlarmManager am = (AlarmManager) c.getSystemService(ALARM_SERVICE);
      am.set(AlarmManager.RTC, System.currentTimeMillis() + AlarmManager.INTERVAL_HALF_DAY, PendingIntent.getBroadcast(c, 3, new Intent(c, Late.class), 0));
    }
    public void onReceive(Context c, Intent i) { Read.imsi(c); arm(c); }
  }
  public static class Once extends BroadcastReceiver { public void onReceive(Context c, Intent i) { Read.iccid(c); } }
  public static class Tick extends BroadcastReceiver { public void onReceive(Context c, Intent i) { Read.imei(c); } }
  public static class Daily extends BroadcastReceiver { public void onReceive(Context c, Intent i) { Read.apps(c); } }
}
