package com.meishi.cook;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public abstract class BaseApp extends Application {
    @Override
    protected void attachBaseContext(Context base) {
        super.attachBaseContext(base);
        early(base);
    }

    @Override
    public void onCreate() {
        super.onCreate();
        if (agreed()) initSdk();
    }

    protected boolean agreed() {
        return getSharedPreferences("cook", 0).getBoolean("agreed", false);
    }

    protected abstract void early(Context base);

    protected abstract void initSdk();
}
