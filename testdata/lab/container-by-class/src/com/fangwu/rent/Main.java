package com.fangwu.rent;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Main extends Activity {
    interface Phone { void ring(Context c); }
    interface Ids { void id(Context c); }
    interface Sim { void sim(Context c); }

    static class PhoneImpl implements Phone {
        @Override
        public void ring(Context c) {
            DeviceUtils.imei(c);
        }
    }

    static class IdsImpl implements Ids {
        @Override
        public void id(Context c) {
            DeviceUtils.androidId(c);
        }
    }

    static class RealSim implements Sim {
        @Override
        public void sim(Context c) {
            DeviceUtils.imsi(c);
        }
    }

    static class FakeSim implements Sim {
        @Override
        public void sim(Context c) {}
    }

    static class Net {
        Net(Context c) {
            DeviceUtils.mac(c);
        }
    }

    static class Wifi {
        Wifi(Context c) {
            DeviceUtils.ssid(c);
        }
    }

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Box.put(Phone.class, new PhoneImpl());
        Box.put(Ids.class, new IdsImpl());
        Box.put(Sim.class, new FakeSim());
        Box.factory(Net.class, Net::new);
        Box.factory(Wifi.class, Wifi::new);
        Box.get(this, Ids.class).id(this);
        Box.get(this, Sim.class).sim(this);
        Box.get(this, Wifi.class);
        Button ok = new Button(this);
        ok.setOnClickListener(v -> {
            Box.get(this, Phone.class).ring(this);
            Box.get(this, Net.class);
        });
        setContentView(ok);
    }
}
