package com.ditie.metro;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public final class BuildConfig {
    public static final boolean DEBUG = Boolean.parseBoolean("false");
    public static final String FLAVOR = "store";
}
