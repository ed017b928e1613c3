package fixture.nextactivity;

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
    startActivity(new Intent(this, Second.class));
    if (getSharedPreferences("a", 0).getBoolean("agreed", false)) startActivity(new Intent(this, Third.class));
  }
  public static class Second extends Activity { protected void onResume() { super.onResume(); Read.imei(this); } }
  public static class Third extends Activity { protected void onCreate(Bundle b) { super.onCreate(b); Read.androidId(this); } }
}
