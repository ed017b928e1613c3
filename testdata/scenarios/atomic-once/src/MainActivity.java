package fixture.atomiconce;

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
    if (once.compareAndSet(false, true)) Read.imei(this);
    if (agreed.get()) Read.androidId(this);
  }
  static final java.util.concurrent.atomic.AtomicBoolean once = new java.util.concurrent.atomic.AtomicBoolean(false), agreed = new java.util.concurrent.atomic.AtomicBoolean();
  @Override public void onBackPressed() { agreed.set(true); if (agreed.get()) Read.androidId(this); }
}
