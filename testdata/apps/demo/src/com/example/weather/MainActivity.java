package com.example.weather;

import android.Manifest;
import android.app.Activity;
import android.content.Context;
import android.content.pm.PackageManager;
import android.location.Location;
import android.location.LocationManager;
import android.os.Bundle;
import android.widget.TextView;
import com.umeng.analytics.MobclickAgent;

public class MainActivity extends Activity {
    private static final int LOCATION = 1;
    private TextView forecast;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.activity_main);
        forecast = findViewById(R.id.forecast);
        findViewById(R.id.locate).setOnClickListener(v -> {
            MobclickAgent.onEvent(this, "locate");
            if (checkSelfPermission(Manifest.permission.ACCESS_FINE_LOCATION) == PackageManager.PERMISSION_GRANTED) locate();
            else requestPermissions(new String[] {Manifest.permission.ACCESS_FINE_LOCATION}, LOCATION);
        });
        refresh("101010100");
    }

    @Override
    public void onRequestPermissionsResult(int code, String[] permissions, int[] results) {
        if (code == LOCATION && results.length > 0 && results[0] == PackageManager.PERMISSION_GRANTED) locate();
    }

    private void locate() {
        LocationManager manager = (LocationManager) getSystemService(Context.LOCATION_SERVICE);
        Location here = manager.getLastKnownLocation(LocationManager.NETWORK_PROVIDER);
        if (here != null) refresh(here.getLongitude() + "," + here.getLatitude());
    }

    private void refresh(String place) {
        Forecast.load(place, text -> runOnUiThread(() -> forecast.setText(text)));
    }

    @Override
    protected void onResume() {
        super.onResume();
        MobclickAgent.onResume(this);
    }

    @Override
    protected void onPause() {
        MobclickAgent.onPause(this);
        super.onPause();
    }
}
