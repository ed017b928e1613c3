package com.licai.fund;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

final class Collector {
    private final boolean sim;
    private final boolean card;
    private boolean wifi;
    private boolean ssid;

    Collector(boolean sim, boolean card) {
        this.sim = sim;
        this.card = card;
    }

    void setWifi(boolean on) {
        wifi = on;
    }

    void setSsid(boolean on) {
        ssid = on;
    }

    void run(Context context) {
        if (sim) DeviceUtils.imsi(context);
        if (card) DeviceUtils.iccid(context);
        if (wifi) DeviceUtils.mac(context);
        if (ssid) DeviceUtils.ssid(context);
    }

    static void start(Context context, Config config) {
        if (config.collect) DeviceUtils.imei(context);
        if (config.id) DeviceUtils.androidId(context);
    }
}
