package fixture.guardinverted;

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
    if (!p.getBoolean("agreed", false)) { Read.imei(this); return; }
    Read.androidId(this);
  }

}
