package com.acme.prepares;

import android.content.Context;

public final class Tracker {
    static Context context;
    private static String id;
    private static boolean allowed;
    private Tracker() {}
    /** The switch: off until the host says otherwise. */
    public static void setAllowed(boolean yes) { allowed = yes; }
    public static void start() { if (allowed) id = Device.androidId(context); }
}
