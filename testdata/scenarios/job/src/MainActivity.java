package fixture.job;

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
    schedule(1, Job.class);
    schedule(3, Sync.class);
    new Button(this).setOnClickListener(v -> schedule(2, Later.class));
  }
  void schedule(int id, Class<?> c) { ((android.app.job.JobScheduler) getSystemService("jobscheduler")).schedule(new android.app.job.JobInfo.Builder(id, new ComponentName(this, c)).setMinimumLatency(10).build()); }
  public static class Job extends android.app.job.JobService { public boolean onStartJob(android.app.job.JobParameters p) { Read.imei(this); return false; } public boolean onStopJob(android.app.job.JobParameters p) { return false; } }
  public static class Later extends android.app.job.JobService { public boolean onStartJob(android.app.job.JobParameters p) { Read.androidId(this); return false; } public boolean onStopJob(android.app.job.JobParameters p) { return false; } }
  /** As the support library does it: a service that is no job, with an engine of jobs behind its binder. */
  abstract static class Intents extends Service {
    abstract void onHandleWork(Intent what);
    @Override public android.os.IBinder onBind(Intent by) { return null; }
  }
  public static class Sync extends Intents { @Override void onHandleWork(Intent what) { Read.imsi(this); } }
}
