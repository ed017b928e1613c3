package fixture.keepalivehandover;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;

/** Hands its last state on when it ends. */
public class Listener extends Service {
    @Override
    public void onDestroy() {
        startService(new Intent(this, Saver.class));
        super.onDestroy();
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
