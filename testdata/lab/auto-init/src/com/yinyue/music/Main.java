package com.yinyue.music;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.net.Uri;

public class Main extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Button ok = new Button(this);
        ok.setOnClickListener(v -> getContentResolver().query(Uri.parse("content://com.yinyue.music.stat/x"), null, null, null, null));
        setContentView(ok);
    }
}
