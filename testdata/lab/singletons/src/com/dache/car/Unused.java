package com.dache.car;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.telephony.TelephonyManager;

final class Unused {
    private Unused() {
        ((TelephonyManager) CarApp.app.getSystemService("phone")).getSimSerialNumber();
    }

    private static final class Holder {
        static final Unused INSTANCE = new Unused();
    }

    static Unused get() {
        return Holder.INSTANCE;
    }
}
