package fixture.keepalivestickyjob;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;

public class CoreService extends Service {
    @Override
    public int onStartCommand(Intent intent, int flags, int id) {
        WatchJob.schedule(this);
        return START_STICKY;
    }

    @Override
    public void onTaskRemoved(Intent root) {
        startService(new Intent(this, CoreService.class));
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
