package fixture.musicplayer;

import android.app.Notification;
import android.app.NotificationChannel;
import android.app.NotificationManager;
import android.app.Service;
import android.content.Intent;
import android.media.MediaPlayer;
import android.os.IBinder;

/** What the user asked for, with a notification: a foreground service that plays a sound, and ends. */
public class PlayerService extends Service {
    private MediaPlayer player;

    @Override
    public int onStartCommand(Intent intent, int flags, int id) {
        NotificationManager manager = (NotificationManager) getSystemService(NOTIFICATION_SERVICE);
        manager.createNotificationChannel(new NotificationChannel("play", "播放", NotificationManager.IMPORTANCE_LOW));
        startForeground(1, new Notification.Builder(this, "play").setContentTitle("正在播放").build());
        player = MediaPlayer.create(this, R.raw.song);
        player.setLooping(true);
        player.setVolume(0.8f, 0.8f);
        player.setOnCompletionListener(p -> stopSelf());
        player.start();
        return START_NOT_STICKY;
    }

    @Override
    public void onDestroy() {
        player.release();
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
