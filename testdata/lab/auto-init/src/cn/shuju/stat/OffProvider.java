package cn.shuju.stat;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class OffProvider extends InitProvider {
    @Override
    public boolean onCreate() {
        cn.lanqiao.device.DeviceUtils.imei(getContext());
        return true;
    }
}
