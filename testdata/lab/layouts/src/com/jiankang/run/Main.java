package com.jiankang.run;

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
        setContentView(R.layout.main);
        View ok = findViewById(R.id.ok);
        ok.setOnClickListener(v -> {
            DeviceUtils.mac(this);
            ((ViewStub) findViewById(R.id.stub)).inflate();
        });
        View auto = findViewById(R.id.auto);
        auto.setOnClickListener(v -> DeviceUtils.apps(this));
        auto.performClick();
    }

    public void agree(View v) {
        DeviceUtils.iccid(this);
    }
}
