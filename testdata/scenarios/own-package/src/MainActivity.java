package fixture.ownpackage;

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
    try { getPackageManager().getPackageInfo(getPackageName(), 0); getPackageManager().getApplicationInfo(getPackageName(), 128); } catch (Exception e) { }
  }

}
