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
  }

}
