package fixture.flagsamerun;

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
    SharedPreferences p = getSharedPreferences("app", 0);
    p.edit().putBoolean("inited", true).apply();
    if (p.getBoolean("inited", false)) Read.imei(this);
    SharedPreferences q = getSharedPreferences("other", 0);
    if (q.getBoolean("inited", false)) Read.androidId(this);
  }

}
