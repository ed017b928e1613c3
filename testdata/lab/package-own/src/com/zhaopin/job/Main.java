package com.zhaopin.job;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.content.pm.PackageManager;

public class Main extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TextView text = new TextView(this);
        text.setText(version(getPackageName()) + version("com.zhaopin.job"));
        setContentView(text);
    }

    private String version(String name) {
        try {
            return getPackageManager().getPackageInfo(name, 0).versionName;
        } catch (PackageManager.NameNotFoundException e) {
            return "";
        }
    }
}
