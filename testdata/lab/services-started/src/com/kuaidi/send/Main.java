package com.kuaidi.send;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Main extends Activity implements ServiceConnection {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        bindService(new Intent(this, Bound.class), this, BIND_AUTO_CREATE);
        Button ok = new Button(this);
        ok.setOnClickListener(v -> {
            startService(new Intent(this, Core.class).setAction("agreed"));
            startService(new Intent(this, Clicked.class));
        });
        setContentView(ok);
    }

    @Override
    public void onServiceConnected(ComponentName name, IBinder binder) {
        DeviceUtils.apps(this);
    }

    @Override
    public void onServiceDisconnected(ComponentName name) {}
}
