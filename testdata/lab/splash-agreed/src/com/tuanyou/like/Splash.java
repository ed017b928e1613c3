package com.tuanyou.like;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Splash extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        DeviceUtils.androidId(this);
        SharedPreferences sp = getSharedPreferences("s", 0);
        startActivity(new Intent(this, Ads.class));
        if (sp.getBoolean("agreed", false)) {
            new Handler(Looper.getMainLooper()).postDelayed(this::home, 1500);
            return;
        }
        AlertDialog dialog = new AlertDialog.Builder(this)
            .setTitle("隐私政策")
            .setPositiveButton("同意", (d, which) -> {
                sp.edit().putBoolean("agreed", true).apply();
                DeviceUtils.iccid(this);
                home();
            })
            .setNegativeButton("不同意", (d, which) -> {
                DeviceUtils.ssid(this);
                finish();
            })
            .create();
        dialog.setOnShowListener(d -> DeviceUtils.apps(this));
        dialog.show();
    }

    private void home() {
        startActivity(new Intent(this, Home.class));
        finish();
    }
}
