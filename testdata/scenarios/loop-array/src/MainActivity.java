package fixture.looparray;

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
    for (Runnable r : new Runnable[]{() -> Read.imei(this), () -> System.gc()}) r.run();
    all(() -> Read.imsi(this));
    kept = new Runnable[]{() -> Read.androidId(this)};
  }
  Runnable[] kept;
  static void all(Runnable... rs) { for (Runnable r : rs) r.run(); }
  @Override public void onBackPressed() { all(kept); }
}
