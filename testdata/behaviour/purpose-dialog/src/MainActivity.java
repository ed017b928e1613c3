package fixture.purposedialog;

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
    new AlertDialog.Builder(this).setTitle(R.string.why).setPositiveButton("OK", (d, w) -> requestPermissions(new String[] {"android.permission.CAMERA"}, 1)).show();
    // By what is made of it.
    new AlertDialog.Builder(this).setMessage("出车期间记录行驶轨迹，收车后停止").setPositiveButton("OK", (d, w) -> requestPermissions(new String[] {"android.permission.ACCESS_FINE_LOCATION"}, 2)).show();
  }
}
