package fixture.selfstartalarm;

import android.app.AlarmManager;
import android.app.PendingIntent;
import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

/** Only arms an alarm; what that runs is started by the boot all the same. */
public class Boot extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        AlarmManager alarms = (AlarmManager) context.getSystemService(Context.ALARM_SERVICE);
        PendingIntent tick = PendingIntent.getBroadcast(context, 0, new Intent(context, Tick.class), PendingIntent.FLAG_IMMUTABLE);
        alarms.setRepeating(AlarmManager.ELAPSED_REALTIME, 0, AlarmManager.INTERVAL_HOUR, tick);
    }
}
