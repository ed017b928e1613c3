package fixture.guardcallersup;

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
    if (getSharedPreferences("app", 0).getBoolean("agreed", false)) startAll();
    other();
  }
  void startAll() { startSdks(); }
  void startSdks() { startStats(); }
  void startStats() { Read.androidId(this); }
  void other() { more(); }
  void more() { Read.imei(this); }
}
