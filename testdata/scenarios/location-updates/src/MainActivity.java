package fixture.locationupdates;

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
    android.location.LocationManager lm = (android.location.LocationManager) getSystemService("location");
    lm.requestLocationUpdates("gps", 1000, 1f, new android.location.LocationListener() { public void onLocationChanged(android.location.Location l) { Read.imei(MainActivity.this); } public void onProviderEnabled(String s) {} public void onProviderDisabled(String s) {} public void onStatusChanged(String s, int i, Bundle b) {} });
    if (getSharedPreferences("a", 0).getBoolean("agreed", false)) Read.androidId(this);
  }

}
