package com.wenjian.files;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.provider.Settings;

final class Key {
    static String secure(Context c, String key) {
        return find(c, key);
    }

    private static String find(Context c, String key) {
        return read(c, key);
    }

    private static String read(Context c, String key) {
        return Settings.Secure.getString(c.getContentResolver(), key);
    }

    static String readSystem(Context c, String key) {
        return Settings.System.getString(c.getContentResolver(), key);
    }
}
