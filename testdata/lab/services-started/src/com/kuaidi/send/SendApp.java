package com.kuaidi.send;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class SendApp extends Application {
    @Override
    public void onCreate() {
        super.onCreate();
        startService(new Intent(this, Core.class).setAction("boot"));
        startService(new Intent(this, Upload.class));
    }
}
