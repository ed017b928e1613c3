package fixture.freqwork;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

import androidx.work.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    WorkManager.getInstance(this).enqueue(new PeriodicWorkRequest.Builder(Trace.class, 5, TimeUnit.MINUTES).build());
    WorkManager.getInstance(this).enqueue(new PeriodicWorkRequest.Builder(Sync.class, 15, TimeUnit.MINUTES).build());
    WorkManager.getInstance(this).enqueue(new PeriodicWorkRequest.Builder(Clean.class, 12, TimeUnit.HOURS).build());
  }
  public static class Trace extends Worker { public Trace(Context c) { super(c); } public Result doWork() { Read.location(getApplicationContext()); return null; } }
  public static class Sync extends Worker { public Sync(Context c) { super(c); } public Result doWork() { Read.imei(getApplicationContext()); return null; } }
  public static class Clean extends Worker { public Clean(Context c) { super(c); } public Result doWork() { Read.apps(getApplicationContext()); return null; } }
}
