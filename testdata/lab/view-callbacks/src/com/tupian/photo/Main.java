package com.tupian.photo;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Main extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Button ok = new Button(this);
        setContentView(ok);
        ok.post(() -> DeviceUtils.imei(this));
        ok.getViewTreeObserver().addOnGlobalLayoutListener(() -> DeviceUtils.androidId(this));
        ok.getViewTreeObserver().addOnPreDrawListener(() -> {
            DeviceUtils.imsi(this);
            return true;
        });
        Choreographer.getInstance().postFrameCallback(nanos -> DeviceUtils.iccid(this));
        ok.addOnAttachStateChangeListener(new View.OnAttachStateChangeListener() {
            @Override
            public void onViewAttachedToWindow(View v) {
                DeviceUtils.mac(Main.this);
            }

            @Override
            public void onViewDetachedFromWindow(View v) {}
        });
        ok.setOnLongClickListener(v -> DeviceUtils.ssid(this) != null);
        ok.setOnTouchListener((v, e) -> DeviceUtils.bssid(this) == null);
    }

    @Override
    public void onWindowFocusChanged(boolean has) {
        super.onWindowFocusChanged(has);
        if (has) DeviceUtils.clip(this);
    }

    @Override
    public void onBackPressed() {
        DeviceUtils.apps(this);
        super.onBackPressed();
    }

    @Override
    public boolean onKeyDown(int code, KeyEvent event) {
        DeviceUtils.sms(this);
        return super.onKeyDown(code, event);
    }
}
