package com.kuaijian.video;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

final class Agent {
    private final Context context;

    Agent(Context context) {
        this.context = context;
    }

    void start() {
        prepare("imei");
    }

    void begin() {
        prepareQuiet();
    }

    private void prepare(String what) {
        upload(what);
    }

    private void upload(String what) {
        DeviceUtils.imei(context);
    }

    private void prepareQuiet() {
        uploadQuiet();
    }

    private void uploadQuiet() {
        DeviceUtils.androidId(context);
    }

    void guarded() {
        SharedPreferences sp = context.getSharedPreferences("p", 0);
        if (!sp.getBoolean("ok", false)) return;
        DeviceUtils.imsi(context);
    }

    void collect(boolean really) {
        if (really) DeviceUtils.iccid(context);
    }

    void collectNet(boolean really) {
        if (really) DeviceUtils.mac(context);
    }
}
