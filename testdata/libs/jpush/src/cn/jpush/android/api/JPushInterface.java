package cn.jpush.android.api;

import android.content.Context;
import android.content.Intent;
import cn.jpush.android.service.PushService;

/** Written for the fixtures: names an app calls; none of the vendor's code. */
public class JPushInterface {
    public static void init(Context context) {
        context.startService(new Intent(context, PushService.class));
    }

    public static void setDebugMode(boolean debug) {}

    public static String getRegistrationID(Context context) {
        return context.getSharedPreferences("cn.jpush.preferences", 0).getString("rid", "");
    }
}
