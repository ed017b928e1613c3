package com.tuyou.shop;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class ShopApp extends Application {
    @Override
    public void onCreate() {
        super.onCreate();
        if (PrefUtil.is(this, Keys.AGREED, false)) DeviceUtils.imei(this);
        if (PrefUtil.is(this, Keys.SHOW_GUIDE, true)) DeviceUtils.androidId(this);
        if (PrefUtil.number(this, Keys.LEVEL, -1) == 1) DeviceUtils.imsi(this);
        if (PrefUtil.number(this, Keys.PUSH, 1) == 1) DeviceUtils.apps(this);
        PrefUtil.set(this, "ads", "agreed", true);
        if (PrefUtil.is(this, "privacy", "agreed", false)) DeviceUtils.mac(this);
    }
}
