package com.acme.rules;

import android.content.Context;
import android.provider.Settings;

public final class Tracker {
    private static String device;
    private Tracker() {}
    public static void init(Context c, boolean on) {
        if (on) device = Settings.Secure.getString(c.getContentResolver(), Settings.Secure.ANDROID_ID);
    }
    public static CharSequence rules(Context c) { return c.getText(R.string.sdk_rules); }
}
