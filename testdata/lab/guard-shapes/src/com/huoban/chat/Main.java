package com.huoban.chat;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Main extends Activity {
    enum Consent { NONE, SHOWN, AGREED }

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        SharedPreferences sp = getSharedPreferences("s", 0);
        Consent now = Consent.values()[sp.getInt("consent", 0)];
        switch (now) {
            case NONE:
                DeviceUtils.androidId(this);
                break;
            case AGREED:
                DeviceUtils.imei(this);
                break;
            default:
                break;
        }
        switch (sp.getString("state", "new")) {
            case "agreed":
                DeviceUtils.imsi(this);
                break;
            case "new":
                DeviceUtils.iccid(this);
                break;
            default:
                finish();
        }
        boolean agreed = sp.getBoolean("agreed", false);
        int mode = agreed ? 2 : 1;
        if (mode == 2) DeviceUtils.mac(this);
        if (mode == 1) DeviceUtils.ssid(this);
        boolean online = SystemClock.uptimeMillis() > 0;
        if (agreed & online) DeviceUtils.apps(this);
        if (agreed ^ true) DeviceUtils.processes(this);
        int flags = sp.getInt("flags", 0);
        if ((flags & 4) != 0) DeviceUtils.clip(this);
        Boolean fresh = Boolean.valueOf(!agreed);
        if (Boolean.TRUE.equals(fresh)) DeviceUtils.serial(this);
        Button ok = new Button(this);
        ok.setOnClickListener(v -> sp.edit().putInt("consent", Consent.AGREED.ordinal()).putString("state", "agreed").putBoolean("agreed", true).putInt("flags", 7).apply());
        setContentView(ok);
    }
}
