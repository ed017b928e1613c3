package com.tianqi.clock;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public final class Local {
    public interface On {
        void on(String action, Context context);
    }

    private static final Map<String, On> MAP = new HashMap<>();

    static void register(String action, On on) {
        MAP.put(action, on);
    }

    static void send(Context context, String action) {
        On on = MAP.get(action);
        if (on != null) on.on(action, context);
    }
}
