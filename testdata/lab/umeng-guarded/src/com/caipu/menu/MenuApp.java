package com.caipu.menu;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import cn.dian.collect.Collector;
import com.umeng.commonsdk.UMConfigure;

public class MenuApp extends Application {
    @Override
    public void onCreate() {
        super.onCreate();
        UMConfigure.preInit(this, "5f00", "xiaomi");
        Collector.setAuth(this, false);
        Collector.start(this);
        if (getSharedPreferences("m", 0).getBoolean("agreed", false)) init();
    }

    void init() {
        UMConfigure.submitPolicyGrantResult(this, true);
        UMConfigure.init(this, "5f00", "xiaomi", UMConfigure.DEVICE_TYPE_PHONE, null);
    }
}
