package fixture.musicplayer;

import android.app.Activity;
import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import android.os.Bundle;
import android.view.WindowManager;
import android.widget.Button;

/** Near misses: a window with a one-pixel line for a divider, and a receiver of screen-off that pauses an animation. */
public class MainActivity extends Activity {
    private final BroadcastReceiver screen = new BroadcastReceiver() {
        @Override
        public void onReceive(Context context, Intent intent) {
            getWindow().getDecorView().clearAnimation();
        }
    };

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Button play = new Button(this);
        play.setText(getString(R.string.privacy_policy) + " " + getString(R.string.privacy_policy_url));
        play.setOnClickListener(v -> startForegroundService(new Intent(this, PlayerService.class)));
        play.setOnLongClickListener(v -> stopService(new Intent(this, PlayerService.class)));
        setContentView(play, new WindowManager.LayoutParams(WindowManager.LayoutParams.MATCH_PARENT, 1));
        registerReceiver(screen, new IntentFilter(Intent.ACTION_SCREEN_OFF));
    }

    @Override
    protected void onDestroy() {
        unregisterReceiver(screen);
        super.onDestroy();
    }
}
