package com.yunduo.notes;

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
        KV kv = KV.get(this);
        if (kv.decodeBool("agree", false)) DeviceUtils.imei(this);
        if (kv.decodeBool("first", true)) DeviceUtils.androidId(this);
        Button ok = new Button(this);
        ok.setOnClickListener(v -> KV.get(this).encode("agree", true));
        setContentView(ok);
    }
}
