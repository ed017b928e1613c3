package fixture.windowasked;

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
    LinearLayout page = new LinearLayout(this);
    Button get = new Button(this);
    get.setOnClickListener(v -> ((DownloadManager) getSystemService(DOWNLOAD_SERVICE))
        .enqueue(new DownloadManager.Request(Uri.parse("https://dl.shuju.cn/game.apk"))));
    Button ball = new Button(this);
    ball.setOnClickListener(v -> show(WindowManager.LayoutParams.TYPE_APPLICATION_OVERLAY));
    page.addView(get);
    page.addView(ball);
    setContentView(page);
    show(WindowManager.LayoutParams.TYPE_APPLICATION_PANEL);
  }
  private void show(int type) {
    getWindowManager().addView(new TextView(this), new WindowManager.LayoutParams(-2, -2, type, 0, -3));
  }
}
