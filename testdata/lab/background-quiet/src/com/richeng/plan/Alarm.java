package com.richeng.plan;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Alarm extends BroadcastReceiver {
    @Override
    public void onReceive(Context c, Intent i) {
        DeviceUtils.androidId(c);
    }
}
