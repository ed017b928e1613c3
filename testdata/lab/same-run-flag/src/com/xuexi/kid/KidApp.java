package com.xuexi.kid;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class KidApp extends Application {
    static boolean ready;

    @Override
    public void onCreate() {
        super.onCreate();
        SharedPreferences sp = getSharedPreferences("kid", 0);
        if (!sp.getBoolean("inited", false)) sp.edit().putBoolean("inited", true).commit();
        if (!sp.contains("mode")) sp.edit().putString("mode", "full").commit();
        ready = true;
    }
}
