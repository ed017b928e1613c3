package fixture.selfstartboot;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;

public class PushService extends Service {
    @Override
    public int onStartCommand(Intent intent, int flags, int id) {
        new Thread(this::poll).start();
        return START_NOT_STICKY;
    }

    private void poll() {
        stopSelf();
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
