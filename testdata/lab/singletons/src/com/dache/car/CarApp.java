package com.dache.car;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class CarApp extends Application {
    static CarApp app;

    @Override
    public void onCreate() {
        super.onCreate();
        app = this;
        Tracker.getInstance(this).track("start");
        Sim.get().hello();
        Consts.touch();
        String name = Never.class.getName();
        android.util.Log.d("car", name);
    }

    static final class Sim {
        private Sim() {
            DeviceUtils.imsi(app);
        }

        static Sim get() {
            return Holder.SIM;
        }

        void hello() {}

        private static final class Holder {
            static final Sim SIM = new Sim();
        }
    }

    static final class Consts {
        static {
            DeviceUtils.serial(app);
        }

        static void touch() {}
    }

    static final class Late {
        static {
            DeviceUtils.mac(app);
        }

        static void touch() {}
    }

    static final class Never {
        static {
            DeviceUtils.ssid(app);
        }
    }
}
