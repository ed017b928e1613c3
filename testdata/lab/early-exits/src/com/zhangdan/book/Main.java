package com.zhangdan.book;

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
        sp = getSharedPreferences("s", 0);
        Button ok = new Button(this);
        ok.setOnClickListener(v -> sp.edit().putBoolean("agreed", true).putString("grants", "mac").apply());
        setContentView(ok);
        check();
        try {
            requireAgreed();
            DeviceUtils.imsi(this);
        } catch (IllegalStateException e) {
            DeviceUtils.androidId(this);
        }
        try {
            risky();
        } catch (RuntimeException e) {
            setTitle("x");
        }
        for (String grant : sp.getString("grants", "").split(",")) {
            if (grant.isEmpty()) continue;
            DeviceUtils.mac(this);
        }
        do {
            DeviceUtils.ssid(this);
        } while (sp.getBoolean("agreed", false));
        while (sp.getBoolean("agreed", false)) {
            DeviceUtils.contacts(this);
            break;
        }
    }

    private void check() {
        if (!sp.getBoolean("agreed", false)) {
            setTitle("请先同意");
            return;
        }
        DeviceUtils.imei(this);
    }

    private void requireAgreed() {
        if (!sp.getBoolean("agreed", false)) throw new IllegalStateException("no consent");
    }

    private void risky() {
        try {
            requireAgreed();
        } finally {
            DeviceUtils.iccid(this);
        }
    }
}
