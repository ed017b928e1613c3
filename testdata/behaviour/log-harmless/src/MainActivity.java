package fixture.logharmless;

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
  private static final boolean DEBUG = false;
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    String imei = Read.imei(this);
    Log.d("Device", "imei length " + imei.length());
    Log.d("Device", imei.isEmpty() ? "no imei" : "imei found");
    String phone = Read.phone(this);
    Log.d("Device", "phone " + phone.substring(0, 3) + "****" + phone.substring(7, 11));
    if (DEBUG) Log.d("Device", "android id " + Read.androidId(this));
    if (Flags.verbose()) Log.d("Device", "mac " + Read.mac(this));
    setTitle(imei);
  }
}
