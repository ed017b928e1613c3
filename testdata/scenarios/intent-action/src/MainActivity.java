package fixture.intentaction;

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
    startService(new Intent("own.WORK").setPackage(getPackageName()).putExtra("full", false));
  }
  public static class Work extends Service { public IBinder onBind(Intent i) { return null; } public int onStartCommand(Intent i, int f, int id) { Read.imei(this); if (i.getBooleanExtra("full", false)) Read.androidId(this); return START_NOT_STICKY; } }
  @Override public void onBackPressed() { startService(new Intent("own.WORK").setPackage(getPackageName()).putExtra("full", true)); }
}
