package fixture.keepalivestickyjob;

import android.app.job.JobInfo;
import android.app.job.JobParameters;
import android.app.job.JobScheduler;
import android.app.job.JobService;
import android.content.ComponentName;
import android.content.Context;
import android.content.Intent;

/** A persisted job whose work is to see that the service is there. */
public class WatchJob extends JobService {
    static void schedule(Context context) {
        JobScheduler jobs = (JobScheduler) context.getSystemService(Context.JOB_SCHEDULER_SERVICE);
        jobs.schedule(new JobInfo.Builder(1, new ComponentName(context, WatchJob.class)).setPersisted(true).setPeriodic(15 * 60 * 1000L).build());
    }

    @Override
    public boolean onStartJob(JobParameters parameters) {
        startService(new Intent(this, CoreService.class));
        return false;
    }

    @Override
    public boolean onStopJob(JobParameters parameters) {
        return true;
    }
}
