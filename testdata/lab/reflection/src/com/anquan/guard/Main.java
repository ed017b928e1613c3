package com.anquan.guard;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

public class Main extends Activity {
    interface Callback {
        void done(String what);
    }

    private Callback second;
    private Method kept;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(new TextView(this));
        try {
            constant(getSystemService("phone"));
            joined(getSystemService("phone"), "Subscriber");
            decoded(getSystemService("phone"));
            looked(getSystemService("phone"));
        } catch (Exception e) {
            setTitle("");
        }
        Callback first = proxy((p, m, a) -> {
            DeviceUtils.androidId(this);
            return null;
        });
        second = proxy((p, m, a) -> {
            DeviceUtils.mac(this);
            return null;
        });
        first.done("x");
    }

    private static Callback proxy(InvocationHandler handler) {
        return (Callback) Proxy.newProxyInstance(Main.class.getClassLoader(), new Class<?>[] {Callback.class}, handler);
    }

    private void constant(Object phone) throws Exception {
        Class.forName("android.telephony.TelephonyManager").getMethod("getImei").invoke(phone);
    }

    private void joined(Object phone, String what) throws Exception {
        phone.getClass().getMethod("get" + what + "Id").invoke(phone);
    }

    private void decoded(Object phone) throws Exception {
        char[] c = "fduRhlRdsh`mOtlcds".toCharArray();
        for (int i = 0; i < c.length; i++) c[i] = (char) (c[i] ^ 1);
        phone.getClass().getMethod(new String(c)).invoke(phone);
    }

    private void looked(Object phone) throws Exception {
        kept = phone.getClass().getMethod("getLine1Number");
    }
}
