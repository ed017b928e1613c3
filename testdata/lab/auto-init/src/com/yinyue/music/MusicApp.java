package com.yinyue.music;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import cn.shuju.stat.Startup;

public class MusicApp extends Application {
    public static class Warm implements Startup.Initializer {
        @Override
        public void create(Context c) {
            DeviceUtils.imsi(c);
        }
    }

    public static class Other implements Startup.Initializer {
        @Override
        public void create(Context c) {
            DeviceUtils.iccid(c);
        }
    }
}
