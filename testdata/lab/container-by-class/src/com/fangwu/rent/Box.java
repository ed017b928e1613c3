package com.fangwu.rent;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public final class Box {
    interface Factory<T> {
        T make(Context context);
    }

    private static final Map<Class<?>, Object> OBJECTS = new HashMap<>();
    private static final Map<Class<?>, Factory<?>> FACTORIES = new HashMap<>();

    static <T> void put(Class<T> key, T value) {
        OBJECTS.put(key, value);
    }

    static <T> void factory(Class<T> key, Factory<T> value) {
        FACTORIES.put(key, value);
    }

    static <T> T get(Context context, Class<T> key) {
        Object found = OBJECTS.get(key);
        if (found == null) {
            found = FACTORIES.get(key).make(context);
            OBJECTS.put(key, found);
        }
        return key.cast(found);
    }
}
