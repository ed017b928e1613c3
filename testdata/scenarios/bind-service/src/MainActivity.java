package fixture.bindservice;

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
    bindService(new Intent(this, Core.class), new ServiceConnection() { public void onServiceConnected(ComponentName n, IBinder b) { Read.imsi(MainActivity.this); core = (Core.Local) b; } public void onServiceDisconnected(ComponentName n) {} }, BIND_AUTO_CREATE);
    // A page is nothing that can be bound to.
    Intent intent = new Intent(this, Page.class);
    bindService(intent, new ServiceConnection() { public void onServiceConnected(ComponentName n, IBinder b) {} public void onServiceDisconnected(ComponentName n) {} }, 0);
  }
  public static class Page extends Activity { @Override protected void onCreate(Bundle state) { super.onCreate(state); Read.phone(this); } }
  Core.Local core;
  public static class Core extends Service { class Local extends Binder { void more() { Read.androidId(Core.this); } } public IBinder onBind(Intent i) { Read.imei(this); return new Local(); } }
  @Override public void onBackPressed() { core.more(); }
}
