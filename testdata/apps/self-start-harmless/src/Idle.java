package fixture.selfstartharmless;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

/** Listens, does nothing. */
public class Idle extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {}
}
