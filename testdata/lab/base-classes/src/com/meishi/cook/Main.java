package com.meishi.cook;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Main extends BaseActivity {
    @Override
    protected void initData() {
        DeviceUtils.androidId(this);
        Button ok = new Button(this);
        ok.setOnClickListener(v -> getSharedPreferences("cook", 0).edit().putBoolean("agreed", true).apply());
        setContentView(ok);
    }

    @Override
    protected void onAgreed() {
        DeviceUtils.imei(this);
    }

    /** Not in the manifest, started by nobody. */
    static class Other extends BaseActivity {
        @Override
        protected void initData() {
            DeviceUtils.mac(this);
        }
    }
}
