package fixture.selfstartharmless;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

/** Starts a service, at the app's own action that only the app can send. */
public class Custom extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        context.startService(new Intent(context, Worker.class));
    }
}
