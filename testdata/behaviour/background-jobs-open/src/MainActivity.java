package fixture.backgroundjobsopen;

import android.app.*;
import android.app.job.*;
import android.content.*;
import android.os.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    JobInfo job = getIntent().getParcelableExtra("job");
    if (job != null) ((JobScheduler) getSystemService(Context.JOB_SCHEDULER_SERVICE)).schedule(job);
  }
}

class Quiet extends JobService {
  @Override public boolean onStartJob(JobParameters given) {
    Read.imei(this);
    return false;
  }

  @Override public boolean onStopJob(JobParameters given) { return false; }
}
