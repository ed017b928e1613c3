package com.umeng.analytics;

import android.content.Context;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;

public class MobclickAgent {
    public static void report(Context context, String key, String channel, String device, String mac) {
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL("https://ulogs.umeng.com/unify_logs").openConnection();
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write((key + channel + device + mac).getBytes("UTF-8"));
            }
            connection.getResponseCode();
        } catch (IOException e) {
            context.getCacheDir();
        }
    }

    public static void onEvent(Context context, String event) {
        context.getSharedPreferences("umeng_general_config", 0).edit().putString("event", event).apply();
    }

    public static void onResume(Context context) {}

    public static void onPause(Context context) {}
}
