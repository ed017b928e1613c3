package com.xuexi.kid;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Main extends Activity {
    private static boolean agreed;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        SharedPreferences sp = getSharedPreferences("kid", 0);
        if (sp.getBoolean("inited", false)) DeviceUtils.androidId(this);
        if (sp.getBoolean("agreed", false)) DeviceUtils.imei(this);
        if (KidApp.ready) DeviceUtils.imsi(this);
        if ("full".equals(sp.getString("mode", ""))) DeviceUtils.mac(this);
        Button ok = new Button(this);
        ok.setOnClickListener(v -> {
            agreed = true;
            sp.edit().putBoolean("agreed", true).apply();
        });
        setContentView(ok);
    }

    @Override
    protected void onResume() {
        super.onResume();
        if (agreed) DeviceUtils.iccid(this);
    }
}
