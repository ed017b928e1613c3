package com.haoyun.weather;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Main extends Activity {
    private SharedPreferences sp;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        sp = getSharedPreferences("config", MODE_PRIVATE);
        if (sp.getBoolean("agreed", false)) DeviceUtils.imei(this);
        if (sp.getBoolean("first_open", true)) DeviceUtils.androidId(this);
        if (!sp.getBoolean("declined", false)) DeviceUtils.apps(this);
        if (!sp.getBoolean("fresh", true)) DeviceUtils.mac(this);
        boolean agree = sp.getBoolean("agree", false);
        if (agree == false) DeviceUtils.clip(this);
        Button ok = new Button(this);
        ok.setText("同意");
        ok.setOnClickListener(v -> sp.edit().putBoolean("agreed", true).putBoolean("fresh", false).apply());
        setContentView(ok);
    }
}
