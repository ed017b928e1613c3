package com.tianqi.clock;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Main extends Activity {
    private BroadcastReceiver unused;

    static class Boot extends BroadcastReceiver {
        @Override
        public void onReceive(Context c, Intent i) {
            DeviceUtils.androidId(c);
        }
    }

    static class Agreed extends BroadcastReceiver {
        @Override
        public void onReceive(Context c, Intent i) {
            DeviceUtils.imei(c);
        }
    }

    static class Unused extends BroadcastReceiver {
        @Override
        public void onReceive(Context c, Intent i) {
            DeviceUtils.mac(c);
        }
    }

    static class LocalBoot implements Local.On {
        @Override
        public void on(String action, Context c) {
            DeviceUtils.imsi(c);
        }
    }

    static class LocalAgreed implements Local.On {
        @Override
        public void on(String action, Context c) {
            DeviceUtils.iccid(c);
        }
    }

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        unused = new Unused();
        registerReceiver(new Boot(), new IntentFilter("com.tianqi.clock.BOOT"), Context.RECEIVER_NOT_EXPORTED);
        registerReceiver(new Agreed(), new IntentFilter("com.tianqi.clock.AGREED"), Context.RECEIVER_NOT_EXPORTED);
        sendBroadcast(new Intent("com.tianqi.clock.BOOT").setPackage(getPackageName()));
        Local.register("boot", new LocalBoot());
        Local.register("agreed", new LocalAgreed());
        Local.send(this, "boot");
        Button ok = new Button(this);
        ok.setOnClickListener(v -> {
            sendBroadcast(new Intent("com.tianqi.clock.AGREED").setPackage(getPackageName()));
            Local.send(this, "agreed");
        });
        setContentView(ok);
    }
}
