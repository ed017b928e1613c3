package com.meishi.cook;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public abstract class BaseActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        initData();
        if (((CookApp) getApplication()).agreed()) onAgreed();
    }

    protected abstract void initData();

    protected void onAgreed() {}
}
