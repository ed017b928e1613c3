package com.zhihui.lock;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.app.job.JobParameters;
import android.app.job.JobService;

public class Job extends JobService {
    @Override
    public boolean onStartJob(JobParameters p) {
        DeviceUtils.processes(this);
        return false;
    }

    @Override
    public boolean onStopJob(JobParameters p) {
        return false;
    }
}
