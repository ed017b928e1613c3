package fixture.freqlocationonce;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity implements android.location.LocationListener {
  private android.location.LocationManager lm;
  @Override protected void onResume() {
    super.onResume();
    lm = (android.location.LocationManager) getSystemService(LOCATION_SERVICE);
    lm.requestLocationUpdates("gps", 1000L, 0f, this);
    lm.requestLocationUpdates("network", 10 * 60 * 1000L, 100f, new Slow());
    lm.requestSingleUpdate("gps", new Slow(), null);
  }
  @Override public void onLocationChanged(android.location.Location l) { lm.removeUpdates(this); setTitle("here"); }
  @Override public void onProviderEnabled(String p) { }
  @Override public void onProviderDisabled(String p) { }
  @Override public void onStatusChanged(String p, int s, Bundle b) { }
  static class Slow implements android.location.LocationListener {
    @Override public void onLocationChanged(android.location.Location l) { }
    @Override public void onProviderEnabled(String p) { }
    @Override public void onProviderDisabled(String p) { }
    @Override public void onStatusChanged(String p, int s, Bundle b) { }
  }
}
