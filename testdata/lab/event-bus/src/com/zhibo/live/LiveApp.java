package com.zhibo.live;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class LiveApp extends Application {
    static LiveApp app;

    @Override
    public void onCreate() {
        super.onCreate();
        app = this;
        Bus.register(Events.Started.class, new Events.IdSub());
        Bus.register(Events.Agreed.class, new Events.ImeiSub());
    }
}
