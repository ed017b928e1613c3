package fixture.runnableneverposted;

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
    Runnable a = new Runnable() { public void run() { Read.imei(MainActivity.this); } };
    b = new Runnable() { public void run() { Read.androidId(MainActivity.this); } };
    new Handler().post(a);
  }
  Runnable b;
  @Override public void onBackPressed() { new Handler().post(b); }
}
