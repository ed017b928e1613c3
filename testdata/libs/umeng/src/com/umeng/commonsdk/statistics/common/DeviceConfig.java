package com.umeng.commonsdk.statistics.common;

import android.content.Context;
import android.net.wifi.WifiManager;
import android.provider.Settings;
import android.telephony.TelephonyManager;

import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;

public class DeviceConfig {
    public static String getDeviceId(Context context) {
        TelephonyManager phone = (TelephonyManager) context.getSystemService(Context.TELEPHONY_SERVICE);
        try {
            return phone.getDeviceId();
        } catch (SecurityException e) {
            return Settings.Secure.getString(context.getContentResolver(), "android_id");
        }
    }

    public static String getMac(Context context) {
        WifiManager wifi = (WifiManager) context.getSystemService(Context.WIFI_SERVICE);
        String mac = wifi.getConnectionInfo().getMacAddress();
        if (!"02:00:00:00:00:00".equals(mac)) return mac;
        try (BufferedReader in = new BufferedReader(new FileReader("/sys/class/net/wlan0/address"))) {
            return in.readLine();
        } catch (IOException e) {
            return mac;
        }
    }
}
