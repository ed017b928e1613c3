package fixture.guardint;

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
    int version = p.getInt("policy_version", 0);
    if (version >= 3) Read.androidId(this);
    if (p.getLong("first", 0L) == 0L) Read.imei(this);
    switch (p.getInt("state", -1)) { case 1: Read.imsi(this); break; case 2: Read.androidId(this); break; default: break; }
  }

}
