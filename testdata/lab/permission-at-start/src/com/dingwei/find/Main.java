package com.dingwei.find;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.Manifest;
import android.content.pm.PackageManager;

public class Main extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Permissions.ask(this, 1, Manifest.permission.READ_PHONE_STATE, Manifest.permission.ACCESS_FINE_LOCATION, Manifest.permission.CAMERA);
        if (Permissions.has(this, Manifest.permission.READ_PHONE_STATE)) DeviceUtils.imei(this);
        else DeviceUtils.androidId(this);
        Button ok = new Button(this);
        ok.setOnClickListener(v -> Permissions.ask(this, 2, Manifest.permission.READ_CONTACTS));
        setContentView(ok);
    }

    @Override
    public void onRequestPermissionsResult(int code, String[] names, int[] results) {
        if (results.length > 0 && results[0] == PackageManager.PERMISSION_GRANTED) DeviceUtils.location(this);
    }
}
