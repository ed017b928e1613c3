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
    new Button(this).setOnClickListener(v -> schedule(2, Later.class));
  }
  void schedule(int id, Class<?> c) { ((android.app.job.JobScheduler) getSystemService("jobscheduler")).schedule(new android.app.job.JobInfo.Builder(id, new ComponentName(this, c)).setMinimumLatency(10).build()); }
  public static class Job extends android.app.job.JobService { public boolean onStartJob(android.app.job.JobParameters p) { Read.imei(this); return false; } public boolean onStopJob(android.app.job.JobParameters p) { return false; } }
  public static class Later extends android.app.job.JobService { public boolean onStartJob(android.app.job.JobParameters p) { Read.androidId(this); return false; } public boolean onStopJob(android.app.job.JobParameters p) { return false; } }
}
