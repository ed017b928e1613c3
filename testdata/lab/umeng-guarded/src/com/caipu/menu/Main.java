package com.caipu.menu;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import cn.dian.collect.Collector;

public class Main extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Button ok = new Button(this);
        ok.setOnClickListener(v -> {
            getSharedPreferences("m", 0).edit().putBoolean("agreed", true).apply();
            Collector.setAuth(this, true);
            Collector.start(this);
            ((MenuApp) getApplication()).init();
        });
        setContentView(ok);
    }
}
