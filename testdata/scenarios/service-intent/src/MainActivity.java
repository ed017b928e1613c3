package fixture.serviceintent;

import android.app.*;
import android.content.*;
import android.os.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    startService(new Intent(this, Started.class).putExtra("full", false));
    bindService(new Intent(this, Bound.class), new ServiceConnection() {
      @Override public void onServiceConnected(ComponentName name, IBinder binder) {}
      @Override public void onServiceDisconnected(ComponentName name) {}
    }, BIND_AUTO_CREATE);
    sendBroadcast(new Intent(this, Receiver.class).putExtra("what", 1));
    getWindow().getDecorView().setOnClickListener(v -> startService(new Intent(this, Started.class).putExtra("full", true)));
  }
  public static class Started extends Service {
    @Override public int onStartCommand(Intent intent, int flags, int id) {
      if (intent.getBooleanExtra("full", false)) Read.imsi(this); else Read.imei(this);
      return START_NOT_STICKY;
    }
    @Override public IBinder onBind(Intent intent) { return null; }
  }
  public static class Bound extends Service {
    @Override public int onStartCommand(Intent intent, int flags, int id) { Read.mac(this); return START_NOT_STICKY; }
    @Override public IBinder onBind(Intent intent) { Read.androidId(this); return new Binder(); }
  }
  public static class Receiver extends BroadcastReceiver {
    @Override public void onReceive(Context context, Intent intent) {
      int what = intent.getIntExtra("what", 0);
      if (what == 1) Read.phone(context); else if (what == 2) Read.location(context);
    }
  }
}
