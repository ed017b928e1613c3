package fixture.preferencestwofiles;

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
    getSharedPreferences("one", 0).edit().putInt("v", 3).commit();
    if (getSharedPreferences("one", 0).getInt("v", 0) == 3) Read.imei(this);
    if (getSharedPreferences("two", 0).getInt("v", 0) == 3) Read.androidId(this);
  }

}
