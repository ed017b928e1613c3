package fixture.keptplain;

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
    android.location.Location at = (android.location.Location) Read.location(this);
    getSharedPreferences("last", 0).edit().putString("at", at.getLatitude() + "," + at.getLongitude()).apply();
    ContentValues row = new ContentValues();
    row.put("phone", Read.phone(this));
    openOrCreateDatabase("user", 0, null).insert("user", null, row);
    getSharedPreferences("last", 0).edit().putString("android_id", Read.androidId(this)).apply();
  }
}
