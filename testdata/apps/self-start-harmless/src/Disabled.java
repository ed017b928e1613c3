package fixture.selfstartharmless;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

/** Would start a service, but the manifest disables it and nothing enables it. */
public class Disabled extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        context.startService(new Intent(context, Worker.class));
    }
}
