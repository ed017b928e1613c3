package com.acme.config;

import android.content.Context;

public final class Tracker {
    private static String device, phone;
    private Tracker() {}
    public static void init(Context context, Config config, Controller controller) {
        if (config.phone) phone = Device.imei(context);
        if (controller.canReadAndroidId()) device = Device.androidId(context);
    }
}
