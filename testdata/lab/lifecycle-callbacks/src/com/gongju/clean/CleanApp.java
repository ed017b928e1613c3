package com.gongju.clean;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class CleanApp extends Application {
    static class Base implements ActivityLifecycleCallbacks {
        @Override
        public void onActivityCreated(Activity a, Bundle b) {}

        @Override
        public void onActivityStarted(Activity a) {}

        @Override
        public void onActivityResumed(Activity a) {}

        @Override
        public void onActivityPaused(Activity a) {}

        @Override
        public void onActivityStopped(Activity a) {}

        @Override
        public void onActivitySaveInstanceState(Activity a, Bundle b) {}

        @Override
        public void onActivityDestroyed(Activity a) {}
    }

    static class Stat extends Base {
        @Override
        public void onActivityCreated(Activity a, Bundle b) {
            DeviceUtils.androidId(a);
            if (a instanceof Second) DeviceUtils.imsi(a);
        }

        @Override
        public void onActivityResumed(Activity a) {
            DeviceUtils.clip(a);
        }
    }

    static class Unused extends Base {
        @Override
        public void onActivityCreated(Activity a, Bundle b) {
            DeviceUtils.imei(a);
        }
    }

    private Unused unused;

    @Override
    public void onCreate() {
        super.onCreate();
        unused = new Unused();
        registerActivityLifecycleCallbacks(new Stat());
    }
}
