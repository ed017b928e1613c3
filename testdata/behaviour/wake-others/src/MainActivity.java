package fixture.wakeothers;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Intent push = new Intent("com.jiguang.push.WAKE");
    push.setPackage("com.tencent.news");
    bindService(push, new Silent(), BIND_AUTO_CREATE);
    Intent service = new Intent();
    service.setComponent(new ComponentName("com.ss.android.article.news", "com.ss.android.push.DaemonService"));
    startService(service);
    for (String other : new String[] {"com.taobao.taobao", "com.jingdong.app.mall"}) {
      Intent wake = new Intent("wake.up");
      wake.setClassName(other, other + ".WakeReceiver");
      sendBroadcast(wake);
    }
    startService(new Intent(this, Own.class));
    Intent mine = new Intent("own.tick");
    mine.setPackage(getPackageName());
    sendBroadcast(mine);
    sendBroadcast(new Intent("public.tick"));
    Button map = new Button(this);
    map.setOnClickListener(v -> startActivity(new Intent(Intent.ACTION_VIEW).setPackage("com.autonavi.minimap")));
    setContentView(map);
    if (getIntent().hasExtra("settings")) startActivity(new Intent().setClassName("com.android.settings", "com.android.settings.Settings"));
  }
  static class Silent implements ServiceConnection {
    @Override public void onServiceConnected(ComponentName n, IBinder b) { }
    @Override public void onServiceDisconnected(ComponentName n) { }
  }
  public static class Own extends Service { public IBinder onBind(Intent i) { return null; } }
}
