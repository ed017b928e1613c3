package com.zhibo.live;

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
        Bus.post(new Events.Started());
        Button ok = new Button(this);
        ok.setOnClickListener(v -> Bus.post(new Events.Agreed()));
        setContentView(ok);
    }
}
