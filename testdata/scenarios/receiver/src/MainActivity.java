package fixture.receiver;

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
    sendBroadcast(new Intent(this, Own.class));
    registerReceiver(new Screen(), new IntentFilter(Intent.ACTION_SCREEN_OFF));
  }
  public static class Boot extends BroadcastReceiver { public void onReceive(Context c, Intent i) { if (Intent.ACTION_BOOT_COMPLETED.equals(i.getAction())) Read.androidId(c); } }
  public static class Own extends BroadcastReceiver { public void onReceive(Context c, Intent i) { Read.imei(c); } }
  public static class Screen extends BroadcastReceiver { public void onReceive(Context c, Intent i) { Read.imsi(c); } }
}
