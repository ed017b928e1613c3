package com.acme.policy;

import android.content.Context;

public final class Tracker {
    /** For the host to link to. */
    public static final String PRIVACY = "https://www.acme.example.cn/privacy/sdk-privacy-policy.html";
    private static String device;
    private Tracker() {}
    public static void init(Context c, boolean on) { if (on) device = Device.androidId(c); }
    public static String privacyPolicy() { return PRIVACY; }
}
