package fixture.boxedfalse;

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
  static <T> T checked(T value) { if (value == null) throw new NullPointerException(); return value; }
  @SuppressWarnings("unchecked") <T> T get(String key, T def) {
    if (def instanceof String) return (T) sp.getString(key, (String) def);
    if (def instanceof Integer) return (T) Integer.valueOf(sp.getInt(key, (Integer) def));
    if (def instanceof Boolean) return (T) Boolean.valueOf(sp.getBoolean(key, (Boolean) def));
    return def;
  }
  void put(String key, Object value) { sp.edit().putBoolean(key, (Boolean) checked(value)).apply(); }
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    sp = getSharedPreferences("a", 0);
    if (checked(get("first", true))) { put("first", false); Read.imei(this); }
    if (get("agreed", false)) Read.androidId(this); else Read.imsi(this);
    if (get("version", 0) >= 3) Read.phone(this); else Read.mac(this);
  }
  @Override public void onBackPressed() { Read.androidId(this); Read.phone(this); }
}
