package com.dianying.film;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

final class Plugins {
    static class A implements Plugin {
        @Override
        public void start(Context c) {
            DeviceUtils.androidId(c);
        }
    }

    static class B implements Plugin {
        @Override
        public void start(Context c) {
            DeviceUtils.imsi(c);
        }
    }

    static class C implements Plugin {
        @Override
        public void start(Context c) {
            DeviceUtils.iccid(c);
        }
    }

    static class Hidden implements Plugin {
        @Override
        public void start(Context c) {
            DeviceUtils.imei(c);
        }
    }
}
