package fixture.permissionspecial;

import android.app.job.JobParameters;
import android.app.job.JobService;

/** Near miss: BIND_JOB_SERVICE guards a service, and is no special permission. */
public class Job extends JobService {
    @Override
    public boolean onStartJob(JobParameters parameters) {
        return false;
    }

    @Override
    public boolean onStopJob(JobParameters parameters) {
        return false;
    }
}
