package fixture.keepalivesilentaudio;

import android.app.Service;
import android.content.Intent;
import android.media.MediaPlayer;
import android.os.IBinder;

/** Plays silence in a loop, so that the process counts as audible. */
public class SilentService extends Service {
    private MediaPlayer player;

    @Override
    public int onStartCommand(Intent intent, int flags, int id) {
        player = MediaPlayer.create(this, R.raw.silent);
        player.setVolume(0f, 0f);
        player.setLooping(true);
        player.start();
        return START_STICKY;
    }

    @Override
    public void onDestroy() {
        player.release();
        startService(new Intent(this, SilentService.class));
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
