package com.tuyou.shop;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public final class PrefUtil {
    private static SharedPreferences file(Context context, String name) {
        return context.getApplicationContext().getSharedPreferences(name, Context.MODE_PRIVATE);
    }

    public static boolean is(Context context, String key, boolean def) {
        return is(context, "privacy", key, def);
    }

    public static boolean is(Context context, String file, String key, boolean def) {
        return file(context, file).getBoolean(key, def);
    }

    public static void set(Context context, String file, String key, boolean value) {
        file(context, file).edit().putBoolean(key, value).commit();
    }

    public static int number(Context context, String key, int def) {
        return file(context, "privacy").getInt(key, def);
    }
}
