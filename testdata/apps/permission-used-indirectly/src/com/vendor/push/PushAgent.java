package com.vendor.push;

import android.content.Context;
import android.net.wifi.WifiManager;

/** A library's code: what it needs counts as used. ACCESS_WIFI_STATE, and CAMERA by the camera service. */
public final class PushAgent {
    public static String network(Context context) {
        WifiManager wifi = (WifiManager) context.getApplicationContext().getSystemService(Context.WIFI_SERVICE);
        return wifi.getConnectionInfo().getSSID();
    }

    public static android.hardware.Camera scan() {
        return android.hardware.Camera.open(0);
    }
}
