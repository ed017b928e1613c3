package com.jiaju.home;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class HomeApp extends Application {
    @Override
    public void onCreate() {
        super.onCreate();
        if (getPackageName().equals(processName())) {
            DeviceUtils.imei(this);
            if (getSharedPreferences("h", 0).getBoolean("agreed", false)) DeviceUtils.androidId(this);
        }
    }

    private String processName() {
        int pid = android.os.Process.myPid();
        ActivityManager am = (ActivityManager) getSystemService(ACTIVITY_SERVICE);
        for (ActivityManager.RunningAppProcessInfo p : am.getRunningAppProcesses()) {
            if (p.pid == pid) return p.processName;
        }
        return null;
    }
}
