package com.youxi.box;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Main extends Activity {
    private final List<Runnable> now = new ArrayList<>();
    private final LinkedList<Runnable> later = new LinkedList<>();
    private Runnable kept;

    static class Boot extends Tasks.Task {
        Boot(Context c) {
            super(c);
        }

        @Override
        void work() {
            DeviceUtils.androidId(context);
        }
    }

    static class Report extends Tasks.Task {
        Report(Context c) {
            super(c);
        }

        @Override
        void work() {
            DeviceUtils.imei(context);
        }
    }

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Tasks.submit(new Boot(this));
        kept = new Runnable() {
            @Override
            public void run() {
                DeviceUtils.imsi(Main.this);
            }
        };
        now.add(new Runnable() {
            @Override
            public void run() {
                DeviceUtils.mac(Main.this);
            }
        });
        later.add(new Runnable() {
            @Override
            public void run() {
                DeviceUtils.ssid(Main.this);
            }
        });
        for (Runnable r : now) r.run();
        Button ok = new Button(this);
        ok.setOnClickListener(v -> {
            Tasks.submit(new Report(this));
            while (!later.isEmpty()) later.removeFirst().run();
        });
        setContentView(ok);
    }
}
