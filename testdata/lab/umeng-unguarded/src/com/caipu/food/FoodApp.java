package com.caipu.food;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import com.umeng.commonsdk.UMConfigure;

public class FoodApp extends Application {
    @Override
    public void onCreate() {
        super.onCreate();
        UMConfigure.submitPolicyGrantResult(this, true);
        UMConfigure.init(this, "5f00", "huawei", UMConfigure.DEVICE_TYPE_PHONE, null);
    }
}
