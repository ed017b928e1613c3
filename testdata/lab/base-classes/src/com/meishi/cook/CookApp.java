package com.meishi.cook;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class CookApp extends BaseApp {
    @Override
    protected void early(Context base) {
        DeviceUtils.iccid(base);
    }

    @Override
    protected void initSdk() {
        DeviceUtils.imsi(this);
    }
}
