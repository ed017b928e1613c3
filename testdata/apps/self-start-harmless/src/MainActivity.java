package fixture.selfstartharmless;

import android.app.Activity;
import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import android.os.Bundle;
import android.widget.TextView;

/** Registers a receiver of system events while the page is open: the app runs already, nothing starts itself. */
public class MainActivity extends Activity {
    private final BroadcastReceiver power = new BroadcastReceiver() {
        @Override
        public void onReceive(Context context, Intent intent) {
            context.startService(new Intent(context, Worker.class));
        }
    };

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TextView text = new TextView(this);
        text.setText(getString(R.string.privacy_policy) + getString(R.string.privacy_policy_url));
        setContentView(text);
    }

    @Override
    protected void onStart() {
        super.onStart();
        IntentFilter filter = new IntentFilter(Intent.ACTION_POWER_CONNECTED);
        filter.addAction(Intent.ACTION_USER_PRESENT);
        registerReceiver(power, filter);
    }

    @Override
    protected void onStop() {
        unregisterReceiver(power);
        super.onStop();
    }
}
