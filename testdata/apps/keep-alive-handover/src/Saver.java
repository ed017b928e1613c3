package fixture.keepalivehandover;

import android.app.IntentService;
import android.content.Intent;

/** Writes once, and ends by itself. */
public class Saver extends IntentService {
    public Saver() {
        super("saver");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        getSharedPreferences("state", MODE_PRIVATE).edit().putLong("ended", System.currentTimeMillis()).apply();
    }
}
