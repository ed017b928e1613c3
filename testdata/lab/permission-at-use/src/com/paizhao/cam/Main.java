package com.paizhao.cam;

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
        setContentView(new TextView(this));
        new Handler(Looper.getMainLooper()).post(() -> requestPermissions(new String[] {"android.permission.CAMERA"}, 1));
        new AlertDialog.Builder(this)
            .setMessage("录音用于语音输入")
            .setPositiveButton("继续", (d, w) -> {
                requestPermissions(new String[] {"android.permission.RECORD_AUDIO"}, 2);
                startActivity(new Intent(this, Talk.class));
            })
            .show();
    }
}
