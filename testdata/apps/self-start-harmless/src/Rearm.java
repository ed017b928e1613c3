package fixture.selfstartharmless;

import android.app.AlarmManager;
import android.app.PendingIntent;
import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

/** Alarms are lost at boot: an alarm clock has to set the user's own ones again, and does nothing else. */
public class Rearm extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        long at = context.getSharedPreferences("alarm", 0).getLong("at", 0);
        if (at == 0) return;
        AlarmManager alarms = (AlarmManager) context.getSystemService(Context.ALARM_SERVICE);
        Intent self = new Intent(context, Rearm.class);
        alarms.set(AlarmManager.RTC_WAKEUP, at, PendingIntent.getBroadcast(context, 0, self, PendingIntent.FLAG_IMMUTABLE));
    }
}
