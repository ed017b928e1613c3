package com.example.weather;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.widget.CheckBox;
import android.widget.Toast;

/** Asks for consent once, with the box ticked beforehand. */
public class SplashActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        if (getSharedPreferences("weather", MODE_PRIVATE).getBoolean("agreed", false)) {
            next();
            return;
        }
        setContentView(R.layout.activity_splash);
        findViewById(R.id.policy).setOnClickListener(v -> startActivity(new Intent(this, PolicyActivity.class)));
        findViewById(R.id.enter).setOnClickListener(v -> {
            if (((CheckBox) findViewById(R.id.agree)).isChecked()) {
                getSharedPreferences("weather", MODE_PRIVATE).edit().putBoolean("agreed", true).apply();
                next();
            } else {
                Toast.makeText(this, R.string.agree_first, Toast.LENGTH_SHORT).show();
            }
        });
    }

    private void next() {
        startActivity(new Intent(this, MainActivity.class));
        finish();
    }
}
