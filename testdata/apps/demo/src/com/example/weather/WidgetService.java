package com.example.weather;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;

/** Keeps the forecast of the home screen's widget fresh. */
public class WidgetService extends Service {
    @Override
    public int onStartCommand(Intent intent, int flags, int id) {
        Forecast.load("101010100", text -> {
            getSharedPreferences("weather", MODE_PRIVATE).edit().putString("widget", text).apply();
            stopSelf();
        });
        return START_NOT_STICKY;
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
