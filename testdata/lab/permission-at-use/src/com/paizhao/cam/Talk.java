package com.paizhao.cam;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Talk extends Activity {
    @Override
    protected void onResume() {
        super.onResume();
        requestPermissions(new String[] {"android.permission.READ_CONTACTS"}, 3);
    }
}
