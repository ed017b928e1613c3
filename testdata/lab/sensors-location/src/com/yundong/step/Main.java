package com.yundong.step;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.hardware.Sensor;
import android.hardware.SensorEvent;
import android.hardware.SensorEventListener;
import android.hardware.SensorManager;
import android.location.LocationManager;

public class Main extends Activity {
    static class Steps implements SensorEventListener {
        private final Context context;

        Steps(Context context) {
            this.context = context;
        }

        @Override
        public void onSensorChanged(SensorEvent event) {
            DeviceUtils.androidId(context);
        }

        @Override
        public void onAccuracyChanged(Sensor s, int accuracy) {}
    }

    static class Spare implements SensorEventListener {
        private final Context context;

        Spare(Context context) {
            this.context = context;
        }

        @Override
        public void onSensorChanged(SensorEvent event) {
            DeviceUtils.imei(context);
        }

        @Override
        public void onAccuracyChanged(Sensor s, int accuracy) {}
    }

    private Spare spare;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        spare = new Spare(this);
        accelerometer();
        Button ok = new Button(this);
        ok.setOnClickListener(v -> track());
        setContentView(ok);
    }

    private void accelerometer() {
        SensorManager sensors = (SensorManager) getSystemService(SENSOR_SERVICE);
        sensors.registerListener(new Steps(this), sensors.getDefaultSensor(Sensor.TYPE_ACCELEROMETER), SensorManager.SENSOR_DELAY_NORMAL);
    }

    private void track() {
        LocationManager location = (LocationManager) getSystemService(LOCATION_SERVICE);
        location.requestLocationUpdates("gps", 1000, 1f, l -> setTitle(l.toString()));
    }
}
