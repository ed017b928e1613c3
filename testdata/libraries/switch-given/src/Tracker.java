package com.acme.given;

import android.content.Context;
import android.net.wifi.WifiManager;

public final class Tracker {
    private static String device, phone, net;
    private static Options options = new Options.Builder().build();
    private Tracker() {}
    public static void configure(Options given) { options = given; }
    public static void init(Context context) {
        if (options.phone()) phone = Device.imei(context);
        if (options.controller().canReadAndroidId()) device = Device.androidId(context);
        // Asked, and not followed.
        boolean may = options.controller().canReadSsid();
        WifiManager wifi = (WifiManager) context.getSystemService(Context.WIFI_SERVICE);
        net = wifi.getConnectionInfo().getSSID() + may;
    }
}
