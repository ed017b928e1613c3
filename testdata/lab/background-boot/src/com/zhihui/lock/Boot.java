package com.zhihui.lock;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.app.job.JobInfo;
import android.app.job.JobScheduler;

public class Boot extends BroadcastReceiver {
    @Override
    public void onReceive(Context c, Intent i) {
        c.startService(new Intent(c, Sync.class));
        ((JobScheduler) c.getSystemService(Context.JOB_SCHEDULER_SERVICE))
            .schedule(new JobInfo.Builder(7, new ComponentName(c, Job.class)).setPeriodic(900000).build());
        if (c.getSharedPreferences("b", 0).getBoolean("agreed", false)) DeviceUtils.imsi(c);
    }
}
