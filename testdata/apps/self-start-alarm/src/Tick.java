package fixture.selfstartalarm;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.net.Uri;

public class Tick extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        context.getContentResolver().query(Uri.parse("content://com.android.calendar/events"), null, null, null, null).close();
    }
}
