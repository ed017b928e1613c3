package com.licai.fund;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

final class Wiring {
    static Collector apply(Collector c) {
        c.setWifi(true);
        return c;
    }
}
