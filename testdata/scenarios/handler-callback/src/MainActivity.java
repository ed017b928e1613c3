package fixture.handlercallback;

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
    Handler h = new Handler(m -> { if (m.what == 7) Read.imei(this); else if (m.what == 8) Read.androidId(this); return true; });
    Message m = h.obtainMessage(7);
    h.sendMessage(m);
    kept = h;
  }
  Handler kept;
  @Override public void onBackPressed() { kept.obtainMessage(8).sendToTarget(); }
}
