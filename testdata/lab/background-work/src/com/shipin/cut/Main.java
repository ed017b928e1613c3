package com.shipin.cut;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

public class Main extends Activity {
    private Thread spare;
    private TimerTask unused;

    static class Load extends AsyncTask<Void, Void, Integer> {
        private final Context context;

        Load(Context context) {
            this.context = context;
        }

        @Override
        protected Integer doInBackground(Void... none) {
            DeviceUtils.ssid(context);
            return 1;
        }

        @Override
        protected void onPostExecute(Integer n) {
            DeviceUtils.apps(context);
        }

        @Override
        protected void onCancelled() {
            DeviceUtils.callLog(context);
        }
    }

    static class Upload extends AsyncTask<Void, Void, Void> {
        private final Context context;

        Upload(Context context) {
            this.context = context;
        }

        @Override
        protected Void doInBackground(Void... none) {
            DeviceUtils.bssid(context);
            return null;
        }
    }

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Thread(() -> DeviceUtils.imei(this)).start();
        spare = new Thread() {
            @Override
            public void run() {
                DeviceUtils.androidId(Main.this);
            }
        };
        new Timer().schedule(new TimerTask() {
            @Override
            public void run() {
                DeviceUtils.imsi(Main.this);
            }
        }, 500);
        unused = new TimerTask() {
            @Override
            public void run() {
                DeviceUtils.iccid(Main.this);
            }
        };
        Executors.newSingleThreadScheduledExecutor().scheduleAtFixedRate(() -> DeviceUtils.mac(this), 1, 30, TimeUnit.SECONDS);
        Executors.newCachedThreadPool().submit(() -> DeviceUtils.contacts(this));
        new Load(this).execute();
        Looper.myQueue().addIdleHandler(() -> {
            DeviceUtils.processes(this);
            return false;
        });
        Button ok = new Button(this);
        ok.setOnClickListener(v -> new Upload(this).executeOnExecutor(AsyncTask.THREAD_POOL_EXECUTOR));
        setContentView(ok);
    }
}
