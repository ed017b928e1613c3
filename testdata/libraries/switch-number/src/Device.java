package com.acme.number;

import android.content.Context;
import android.provider.Settings;
import android.telephony.TelephonyManager;

final class Device {
    static String androidId(Context c) { return Settings.Secure.getString(c.getContentResolver(), Settings.Secure.ANDROID_ID); }
    static String imei(Context c) { return ((TelephonyManager) c.getSystemService(Context.TELEPHONY_SERVICE)).getDeviceId(); }
}
