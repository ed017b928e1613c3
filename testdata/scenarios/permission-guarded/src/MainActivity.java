package fixture.permissionguarded;

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
    if (checkSelfPermission("android.permission.ACCESS_FINE_LOCATION") == 0) Read.location(this);
    if (checkSelfPermission("android.permission.INTERNET") == 0) Read.imei(this);
  }

}
