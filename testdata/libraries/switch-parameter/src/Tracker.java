package com.acme.parameter;

import android.content.Context;

public final class Tracker {
    private static String device, phone;
    private Tracker() {}
    /** The IMEI is optional; the Android ID is read all the same. */
    public static void init(Context context, String appKey, boolean withPhone) {
        device = Device.androidId(context);
        if (withPhone) phone = Device.imei(context);
    }
}
