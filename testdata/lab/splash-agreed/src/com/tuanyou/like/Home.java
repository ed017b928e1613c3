package com.tuanyou.like;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Home extends Activity {
    @Override
    protected void onResume() {
        super.onResume();
        DeviceUtils.imei(this);
    }
}
