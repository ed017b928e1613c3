package cn.dian.collect;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import android.provider.Settings;

public final class Collector {
    private static volatile boolean auth;

    public static void setAuth(Context c, boolean on) {
        auth = on;
    }

    public static void start(Context c) {
        c.getPackageManager().getInstalledPackages(0);
        collect(c);
    }

    static void collect(Context c) {
        if (!auth) return;
        Settings.Secure.getString(c.getContentResolver(), "android_id");
    }
}
