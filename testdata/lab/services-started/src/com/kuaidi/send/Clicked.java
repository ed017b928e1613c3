package com.kuaidi.send;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Clicked extends IntentService {
    public Clicked() {
        super("clicked");
    }

    @Override
    protected void onHandleIntent(Intent intent) {
        DeviceUtils.iccid(this);
    }
}
