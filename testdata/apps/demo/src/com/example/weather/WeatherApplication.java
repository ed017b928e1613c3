package com.example.weather;

import android.app.Application;
import cn.jpush.android.api.JPushInterface;
import com.umeng.commonsdk.UMConfigure;

public class WeatherApplication extends Application {
    @Override
    public void onCreate() {
        super.onCreate();
        UMConfigure.setLogEnabled(false);
        UMConfigure.init(this, "5f0000000000000000000000", "huawei", UMConfigure.DEVICE_TYPE_PHONE, "");
        JPushInterface.setDebugMode(false);
        JPushInterface.init(this);
    }
}
