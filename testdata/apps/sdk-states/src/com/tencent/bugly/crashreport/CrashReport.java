package com.tencent.bugly.crashreport;

import android.content.Context;

/** What a do-nothing variant looks like: the same names, and no code. */
public class CrashReport {
    private static String user = "";

    public static void initCrashReport(Context context, String id, boolean debug) {}

    public static void setUserId(Context context, String id) {
        user = String.valueOf(id);
    }
}
