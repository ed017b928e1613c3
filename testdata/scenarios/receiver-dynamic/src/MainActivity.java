package fixture.receiverdynamic;

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
    registerReceiver(new BroadcastReceiver() { public void onReceive(Context c, Intent i) { Read.imei(c); } }, new IntentFilter("own.A"));
    registerReceiver(new BroadcastReceiver() { public void onReceive(Context c, Intent i) { Read.androidId(c); } }, new IntentFilter("own.B"));
    registerReceiver(new BroadcastReceiver() { public void onReceive(Context c, Intent i) { Read.iccid(c); } }, new IntentFilter(Intent.ACTION_BATTERY_CHANGED));
    sendBroadcast(new Intent("own.A"));
    Local.register(new BroadcastReceiver() { public void onReceive(Context c, Intent i) { Read.phone(c); } }, "local.A");
    Local.register(new BroadcastReceiver() { public void onReceive(Context c, Intent i) { Read.mac(c); } }, "local.B");
    Local.send(this, new Intent("local.A"));
  }
  @Override public void onBackPressed() { Local.send(this, new Intent("local.B")); }

  // What an app writes itself, to send within its own process.
  static class Local {
    final BroadcastReceiver receiver;
    final IntentFilter filter = new IntentFilter();
    static final List<Local> ALL = new ArrayList<>();
    Local(BroadcastReceiver receiver, String action) { this.receiver = receiver; filter.addAction(action); }
    static void register(BroadcastReceiver receiver, String action) { ALL.add(new Local(receiver, action)); }
    static void send(Context c, Intent i) {
      new Handler().post(() -> {
        for (Local one : new ArrayList<>(ALL)) if (one.filter.hasAction(i.getAction())) one.receiver.onReceive(c, i);
      });
    }
  }
}
