package com.shuxue.math;

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
        TelephonyManager phone = new TelephonyManager();
        String text = phone.getImei() + phone.getDeviceId() + Settings.Secure.getString(getContentResolver(), "android_id");
        PackageManager pieces = new PackageManager();
        TextView view = new TextView(this);
        view.setText(text + pieces.getInstalledPackages(0).size() + pieces.getLastKnownLocation("gps"));
        setContentView(view);
        ((ClipboardManager) getSystemService(CLIPBOARD_SERVICE)).setPrimaryClip(ClipData.newPlainText("t", text));
    }
}
