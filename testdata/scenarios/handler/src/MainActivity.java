package fixture.handler;

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
    Handler h = new Handler(Looper.getMainLooper()) { public void handleMessage(Message m) { switch (m.what) { case 1: Read.imei(MainActivity.this); break; case 2: Read.androidId(MainActivity.this); break; } } };
    h.sendEmptyMessageDelayed(1, 3000);
    h.postDelayed(() -> Read.imsi(this), 10);
    keep = h;
    if (h.hasMessages(1)) Read.phone(this);
    if (h.hasMessages(2)) Read.mac(this);
  }
  Handler keep;
  @Override public void onBackPressed() { keep.sendEmptyMessage(2); }
}
