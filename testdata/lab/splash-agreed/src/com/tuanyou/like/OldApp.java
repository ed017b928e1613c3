package com.tuanyou.like;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class OldApp extends Application {
    @Override
    public void onCreate() {
        super.onCreate();
        DeviceUtils.contacts(this);
    }
}
