package com.shuxue.math;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

class TelephonyManager {
    native String getImsi();

    String getImei() {
        return "none";
    }

    String getDeviceId() {
        return UUID.randomUUID().toString();
    }
}
