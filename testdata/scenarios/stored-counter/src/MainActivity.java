package fixture.storedcounter;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  SharedPreferences sp;
  int starts() { return sp.getInt("starts", 0); }
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    sp = getSharedPreferences("a", 0);
    sp.edit().putInt("starts", starts() + 1).apply();
    if (starts() > 5) Read.androidId(this);
    if (starts() > 0) Read.imei(this);
  }
  @Override public void onBackPressed() { Read.androidId(this); }
}
