package com.fenxiang.share;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.content.pm.PackageManager;

public class Main extends Activity {
    private static final String[] OTHERS = {"com.tencent.mm", "com.sina.weibo"};

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(new TextView(this));
        for (String other : OTHERS) installed(other);
    }

    private boolean installed(String name) {
        try {
            return getPackageManager().getPackageInfo(name, 0) != null;
        } catch (PackageManager.NameNotFoundException e) {
            return false;
        }
    }
}
