package com.tuyou.shop;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

final class Keys {
    static final String AGREED = "is_agree_privacy";
    static final String SHOW_GUIDE = "is_show_guide";
    static final String LEVEL = "level";
    static final String PUSH = "push";
}
