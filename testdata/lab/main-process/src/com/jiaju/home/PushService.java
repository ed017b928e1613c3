package com.jiaju.home;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class PushService extends Service {
    @Override
    public int onStartCommand(Intent intent, int flags, int id) {
        DeviceUtils.mac(this);
        return START_NOT_STICKY;
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
