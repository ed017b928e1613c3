package fixture.exceptionpath;

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
    try { Integer.parseInt(getSharedPreferences("a", 0).getString("n", "x")); } catch (NumberFormatException e) { Read.imei(this); } finally { Read.imsi(this); }
    if (true) fail();
    Read.androidId(this);
  }
  static void fail() { throw new IllegalStateException(); }
}
