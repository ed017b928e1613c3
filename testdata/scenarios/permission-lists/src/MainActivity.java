package fixture.permissionlists;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  static final String[] ALL = {"android.permission.READ_PHONE_STATE", "android.permission.ACCESS_FINE_LOCATION"};
  boolean has(String permission) { return Build.VERSION.SDK_INT < 23 || checkSelfPermission(permission) == 0; }
  void whenAllowed(Runnable then) {
    List<String> missing = new ArrayList<>();
    for (String one : ALL) if (!has(one)) missing.add(one);
    if (missing.isEmpty()) then.run();
  }
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    whenAllowed(() -> Read.location(this));
    if (has("android.permission.READ_PHONE_STATE")) Read.androidId(this);
    List<String> names = new ArrayList<>();
    names.add("a");
    if (!names.isEmpty()) Read.imei(this);
  }
  @Override public void onBackPressed() { Read.location(this); Read.androidId(this); }
}
