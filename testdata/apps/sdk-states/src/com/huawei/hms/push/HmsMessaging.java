package com.huawei.hms.push;

import android.content.Context;

/** Written for the fixtures: names an app calls; none of the vendor's code. */
public class HmsMessaging {
    public static void prepare(Context context) {
        context.getSharedPreferences("push", 0).edit().putBoolean("ready", true).apply();
    }
}
