package com.zhibo.live;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

final class Events {
    static final class Started {}

    static final class Agreed {}

    static final class IdSub implements Bus.Sub<Started> {
        @Override
        public void on(Started e) {
            DeviceUtils.androidId(LiveApp.app);
        }
    }

    static final class ImeiSub implements Bus.Sub<Agreed> {
        @Override
        public void on(Agreed e) {
            DeviceUtils.imei(LiveApp.app);
        }
    }

    static final class SimSub implements Bus.Sub<Started> {
        @Override
        public void on(Started e) {
            DeviceUtils.imsi(LiveApp.app);
        }
    }
}
