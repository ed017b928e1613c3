package com.ditie.metro;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Main extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(new TextView(this));
        if (Build.VERSION.SDK_INT < 23) DeviceUtils.imei(this);
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.N) DeviceUtils.androidId(this);
        if (Build.VERSION.SDK_INT >= 29) DeviceUtils.imsi(this);
        if (BuildConfig.DEBUG) DeviceUtils.iccid(this);
        if ("inner".equals(BuildConfig.FLAVOR)) DeviceUtils.mac(this);
        if (BuildConfig.FLAVOR.equals("store")) DeviceUtils.ssid(this);
    }
}
