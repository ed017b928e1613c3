package fixture.keepalivepixel;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;

class ScreenReceiver extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        if (Intent.ACTION_SCREEN_OFF.equals(intent.getAction())) {
            context.startActivity(new Intent(context, PixelActivity.class).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK));
        }
    }
}
