package com.google.firebase.crashlytics;

import android.content.Context;

/** Written for the fixtures: names an app calls; none of the vendor's code. */
public class FirebaseCrashlytics {
    public static void prepare(Context context) {
        context.getSharedPreferences("crashes", 0).edit().putBoolean("ready", true).apply();
    }
}
