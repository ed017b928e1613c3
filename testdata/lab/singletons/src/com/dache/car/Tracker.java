package com.dache.car;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.provider.Settings;

final class Tracker {
    private static volatile Tracker instance;
    private final String id;

    private Tracker(Context context) {
        id = Settings.Secure.getString(context.getContentResolver(), "android_id");
    }

    static Tracker getInstance(Context context) {
        if (instance == null) {
            synchronized (Tracker.class) {
                if (instance == null) instance = new Tracker(context);
            }
        }
        return instance;
    }

    void track(String event) {
        android.util.Log.d("t", event + id.length());
    }
}
