package com.shuxue.math;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

class Settings {
    static class Secure {
        static String getString(Object resolver, String key) {
            return key;
        }
    }
}
