package fixture.selfstartalarm;

import android.app.AlarmManager;
import android.app.PendingIntent;
import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

/** Arms its own alarm again, and nothing else. */
public class Clock extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        AlarmManager alarms = (AlarmManager) context.getSystemService(Context.ALARM_SERVICE);
        PendingIntent again = PendingIntent.getBroadcast(context, 1, new Intent(context, Clock.class), PendingIntent.FLAG_IMMUTABLE);
        alarms.set(AlarmManager.RTC, System.currentTimeMillis() + 60_000, again);
    }
}
