package com.acme.number;

import android.content.Context;

public final class Tracker {
    private static final int NONE = 0;
    private static int level = 2;
    private static int interval = 60;
    private static String device, phone;
    private Tracker() {}
    public static void setLevel(int value) { level = value; }
    public static void setInterval(int seconds) { interval = seconds; }
    public static void init(Context context) {
        if (level > NONE) device = Device.androidId(context);
        if (interval >= 0 || level == NONE) phone = Device.imei(context);
    }
}
