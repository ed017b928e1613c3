package com.lvtu.travel;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import java.io.File;
import java.io.IOException;

public class Main extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        File flag = new File(getFilesDir(), ".agreed");
        if (flag.exists()) DeviceUtils.imei(this);
        if (!new File(getFilesDir(), ".guide").exists()) DeviceUtils.androidId(this);
        Store store = new Store(this);
        if (store.agreed()) DeviceUtils.imsi(this);
        if (store.rows() == 0) DeviceUtils.iccid(this);
        File[] grants = new File(getFilesDir(), "grants").listFiles();
        if (grants != null && grants.length > 0) DeviceUtils.mac(this);
        File run = new File(getCacheDir(), "run");
        try {
            run.createNewFile();
        } catch (IOException e) {
            return;
        }
        if (run.exists()) DeviceUtils.ssid(this);
        Button ok = new Button(this);
        ok.setOnClickListener(v -> {
            store.agree();
            try {
                flag.createNewFile();
                new File(getFilesDir(), "grants").mkdirs();
                new File(getFilesDir(), "grants/all").createNewFile();
            } catch (IOException e) {
                finish();
            }
        });
        setContentView(ok);
    }
}
