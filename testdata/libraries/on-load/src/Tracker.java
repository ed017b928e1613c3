package com.acme.onload;

import android.content.Context;

public final class Tracker {
    private static String id;
    private Tracker() {}
    static void begin(Context c) { id = Device.androidId(c); }
    /** The host asks for it, and gets it: no collection of the SDK's own. */
    public static String id() { return id; }
}
