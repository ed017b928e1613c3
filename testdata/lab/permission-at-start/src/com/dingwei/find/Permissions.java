package com.dingwei.find;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.content.pm.PackageManager;

final class Permissions {
    static boolean has(Context context, String name) {
        return context.checkSelfPermission(name) == PackageManager.PERMISSION_GRANTED;
    }

    static boolean ask(Activity activity, int code, String... names) {
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (!has(activity, name)) missing.add(name);
        }
        if (missing.isEmpty()) return true;
        activity.requestPermissions(missing.toArray(new String[0]), code);
        return false;
    }
}
