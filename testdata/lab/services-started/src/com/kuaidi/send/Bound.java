package com.kuaidi.send;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Bound extends Service {
    @Override
    public IBinder onBind(Intent intent) {
        return new Binder();
    }
}
