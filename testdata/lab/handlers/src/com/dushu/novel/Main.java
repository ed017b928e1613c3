package com.dushu.novel;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Main extends Activity {
    private static final int BOOT = 1;
    private static final int AGREED = 2;

    static class Ui extends Handler {
        private final Context context;

        Ui(Context context) {
            super(Looper.getMainLooper());
            this.context = context;
        }

        @Override
        public void handleMessage(Message msg) {
            switch (msg.what) {
                case BOOT:
                    DeviceUtils.androidId(context);
                    break;
                case AGREED:
                    DeviceUtils.imei(context);
                    break;
                default:
                    super.handleMessage(msg);
            }
        }
    }

    private final Runnable idle = () -> DeviceUtils.iccid(this);

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Ui ui = new Ui(this);
        ui.sendEmptyMessage(BOOT);
        ui.postDelayed(() -> DeviceUtils.imsi(this), 3000);
        ui.removeCallbacks(idle);
        HandlerThread thread = new HandlerThread("w");
        thread.start();
        Handler worker = new Handler(thread.getLooper(), msg -> {
            DeviceUtils.mac(this);
            return true;
        });
        Message.obtain(worker, 7).sendToTarget();
        Handler second = new Handler(thread.getLooper()) {
            @Override
            public void handleMessage(Message msg) {
                DeviceUtils.bssid(Main.this);
            }
        };
        new Handler(Looper.getMainLooper()).post(() -> DeviceUtils.ssid(this));
        Button ok = new Button(this);
        ok.setOnClickListener(v -> {
            ui.obtainMessage(AGREED).sendToTarget();
            second.sendMessage(second.obtainMessage());
        });
        setContentView(ok);
    }
}
