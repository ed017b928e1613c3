package com.zhihui.lock;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Sync extends Service {
    @Override
    public int onStartCommand(Intent intent, int flags, int id) {
        DeviceUtils.androidId(this);
        return START_STICKY;
    }

    void unused() {
        DeviceUtils.imei(this);
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
