package fixture.guardstring;

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
    if ("yes".equals(p.getString("agreed", ""))) Read.androidId(this);
    String token = p.getString("token", null);
    if (token != null) Read.imsi(this);
    if (p.getString("name", "guest").startsWith("gu")) Read.imei(this);
  }

}
