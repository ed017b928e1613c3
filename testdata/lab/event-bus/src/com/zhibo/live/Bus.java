package com.zhibo.live;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public final class Bus {
    public interface Sub<E> {
        void on(E event);
    }

    private static final Map<Class<?>, List<Sub>> SUBS = new HashMap<>();

    public static <E> void register(Class<E> type, Sub<E> sub) {
        List<Sub> list = SUBS.get(type);
        if (list == null) {
            list = new ArrayList<>();
            SUBS.put(type, list);
        }
        list.add(sub);
    }

    @SuppressWarnings("unchecked")
    public static void post(Object event) {
        List<Sub> list = SUBS.get(event.getClass());
        if (list == null) return;
        for (Sub sub : list) sub.on(event);
    }
}
