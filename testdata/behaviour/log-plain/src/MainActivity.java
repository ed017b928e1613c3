package fixture.logplain;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

import android.util.Log;

public class MainActivity extends Activity {
  private static final String TAG = "Device";
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    String imei = Read.imei(this);
    Log.d(TAG, "imei=" + imei);
    Logs.info("android id", Read.androidId(this));
    StringBuilder text = new StringBuilder();
    text.append("mac ").append(Read.mac(this)).append('.');
    System.out.println(text);
    android.location.Location at = (android.location.Location) Read.location(this);
    Log.i(TAG, String.format(Locale.ROOT, "%f,%f", at.getLatitude(), at.getLongitude()));
  }
}
