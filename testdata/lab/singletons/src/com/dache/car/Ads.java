package com.dache.car;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.telephony.TelephonyManager;

final class Ads {
    private static volatile Ads instance;

    private Ads(Context context) {
        ((TelephonyManager) context.getSystemService("phone")).getImei();
    }

    static Ads getInstance(Context context) {
        if (instance == null) {
            synchronized (Ads.class) {
                if (instance == null) instance = new Ads(context);
            }
        }
        return instance;
    }
}
