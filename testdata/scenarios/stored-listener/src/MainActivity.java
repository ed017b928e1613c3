package fixture.storedlistener;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  final SharedPreferences.OnSharedPreferenceChangeListener heard = (sp, key) -> {
    if (key.equals("starts")) Read.imei(this);
    if (key.equals("agreed")) Read.androidId(this);
  };
  class Rows extends BaseAdapter {
    @Override public int getCount() { return 3; }
    @Override public Object getItem(int at) { return null; }
    @Override public long getItemId(int at) { return at; }
    @Override public View getView(int at, View old, ViewGroup parent) { Read.mac(MainActivity.this); return new View(MainActivity.this); }
  }
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    SharedPreferences sp = getSharedPreferences("a", 0);
    sp.registerOnSharedPreferenceChangeListener(heard);
    sp.edit().putInt("starts", 1).apply();
    ListView list = new ListView(this);
    list.setAdapter(new Rows());
    setContentView(list);
  }
  @Override public void onBackPressed() { getSharedPreferences("a", 0).edit().putBoolean("agreed", true).apply(); }
}
