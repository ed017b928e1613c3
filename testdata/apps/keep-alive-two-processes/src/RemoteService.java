package fixture.keepalivetwoprocesses;

import android.app.Service;
import android.content.ComponentName;
import android.content.Intent;
import android.content.ServiceConnection;
import android.os.Binder;
import android.os.IBinder;

/** Watches LocalService, which lives in another process, and starts it again when it dies. */
public class RemoteService extends Service {
    private final ServiceConnection guard = new ServiceConnection() {
        @Override
        public void onServiceConnected(ComponentName name, IBinder binder) {}

        @Override
        public void onServiceDisconnected(ComponentName name) {
            revive();
        }
    };

    private void revive() {
        Intent other = new Intent(this, LocalService.class);
        startService(other);
        bindService(other, guard, BIND_IMPORTANT);
    }

    @Override
    public int onStartCommand(Intent intent, int flags, int id) {
        revive();
        return START_STICKY;
    }

    @Override
    public IBinder onBind(Intent intent) {
        return new Binder();
    }
}
