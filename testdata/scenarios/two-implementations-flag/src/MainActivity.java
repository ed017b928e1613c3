package fixture.twoimplementationsflag;

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
    make(getSharedPreferences("a", 0).getBoolean("agreed", false)).collect(this);
  }
  static Collector make(boolean agreed) { if (agreed) return new Full(); return new Small(); }
  interface Collector { void collect(Context c); }
  static class Small implements Collector { public void collect(Context c) { Read.imei(c); } }
  static class Full implements Collector { public void collect(Context c) { Read.androidId(c); } }
}
