package fixture.freqlocation;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity implements android.location.LocationListener {
  @Override protected void onResume() {
    super.onResume();
    android.location.LocationManager lm = (android.location.LocationManager) getSystemService(LOCATION_SERVICE);
    lm.requestLocationUpdates("gps", 1000L, 0f, this);
  }
  @Override public void onLocationChanged(android.location.Location l) { setTitle("moved"); }
  @Override public void onProviderEnabled(String p) { }
  @Override public void onProviderDisabled(String p) { }
  @Override public void onStatusChanged(String p, int s, Bundle b) { }
}
