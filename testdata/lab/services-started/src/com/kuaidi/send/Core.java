package com.kuaidi.send;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.provider.Settings;

public class Core extends Service {
    @Override
    public void onCreate() {
        super.onCreate();
        Settings.Secure.getString(getContentResolver(), "android_id");
    }

    @Override
    public int onStartCommand(Intent intent, int flags, int id) {
        if (intent != null && "boot".equals(intent.getAction())) DeviceUtils.imsi(this);
        if (intent != null && "agreed".equals(intent.getAction())) DeviceUtils.imei(this);
        return START_STICKY;
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
