package com.umeng.commonsdk;

import android.content.Context;
import com.umeng.analytics.MobclickAgent;
import com.umeng.commonsdk.statistics.common.DeviceConfig;

/** Written for the fixtures: the names an app calls, and the reads it is known for; none of the vendor's code. */
public class UMConfigure {
    public static final int DEVICE_TYPE_PHONE = 1;
    private static String appKey;
    private static boolean agreed;

    public static void preInit(Context context, String key, String channel) {
        appKey = key;
    }

    public static void submitPolicyGrantResult(Context context, boolean granted) {
        agreed = granted;
    }

    public static void init(Context context, String key, String channel, int deviceType, String pushSecret) {
        appKey = key;
        Context app = context.getApplicationContext();
        new Thread(() -> MobclickAgent.report(app, appKey, channel, DeviceConfig.getDeviceId(app), DeviceConfig.getMac(app))).start();
    }

    public static void setLogEnabled(boolean enabled) {}
}
