package com.kuaijian.video;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Main extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Agent agent = new Agent(this);
        if (getSharedPreferences("p", 0).getBoolean("ok", false)) {
            agent.start();
        }
        agent.begin();
        agent.guarded();
        agent.collect(true);
        agent.collectNet(false);
        Button ok = new Button(this);
        ok.setOnClickListener(v -> {
            getSharedPreferences("p", 0).edit().putBoolean("ok", true).apply();
            agent.collectNet(true);
        });
        setContentView(ok);
    }
}
