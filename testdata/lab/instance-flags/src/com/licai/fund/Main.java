package com.licai.fund;

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
        Collector.start(this, new Config.Builder().collect(false).build());
        Collector c = Wiring.apply(new Collector(false, true));
        c.run(this);
        Button ok = new Button(this);
        ok.setOnClickListener(v -> {
            c.setSsid(true);
            c.run(this);
            new Collector(true, false).run(this);
            Collector.start(this, new Config.Builder().id(false).build());
        });
        setContentView(ok);
    }
}
