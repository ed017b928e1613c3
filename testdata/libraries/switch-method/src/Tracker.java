package com.acme.method;

import android.content.Context;

public final class Tracker {
    private static String device, phone;
    private static boolean limited;
    private Tracker() {}
    public static void limit() { limited = true; }
    /** Kept in preferences, on by default. */
    public static void setDeviceId(Context c, boolean on) {
        c.getSharedPreferences("acme", 0).edit().putBoolean("device_id", on).apply();
    }
    public static void init(Context c) {
        if (!limited) phone = Device.imei(c);
        if (c.getSharedPreferences("acme", 0).getBoolean("device_id", true)) device = Device.androidId(c);
    }
}
