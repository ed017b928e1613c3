package com.jiankang.run;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.util.AttributeSet;

final class Views {
    public static class Id extends View {
        public Id(Context c, AttributeSet a) {
            super(c, a);
            DeviceUtils.androidId(c);
        }

        @Override
        protected void onDraw(android.graphics.Canvas canvas) {
            DeviceUtils.ssid(getContext());
        }
    }

    public static class Sim extends View {
        public Sim(Context c, AttributeSet a) {
            super(c, a);
            DeviceUtils.imsi(c);
        }
    }

    public static class Stub extends View {
        public Stub(Context c, AttributeSet a) {
            super(c, a);
            DeviceUtils.imei(c);
        }
    }

    public static class Never extends View {
        public Never(Context c, AttributeSet a) {
            super(c, a);
            DeviceUtils.bssid(c);
        }
    }
}
