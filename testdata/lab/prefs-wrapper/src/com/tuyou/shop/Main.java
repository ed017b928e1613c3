package com.tuyou.shop;

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
        Button ok = new Button(this);
        ok.setOnClickListener(v -> {
            PrefUtil.set(this, "privacy", Keys.AGREED, true);
            PrefUtil.set(this, "privacy", "agreed", true);
        });
        setContentView(ok);
    }
}
