package com.yunduo.notes;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;

public final class KV {
    private static KV instance;
    private final HashMap<String, String> map = new HashMap<>();
    private final File file;

    private KV(Context context) {
        file = new File(context.getFilesDir(), "kv/default");
        if (file.exists()) load();
    }

    public static synchronized KV get(Context context) {
        if (instance == null) instance = new KV(context);
        return instance;
    }

    private void load() {
        Properties p = new Properties();
        try (FileInputStream in = new FileInputStream(file)) {
            p.load(in);
        } catch (IOException e) {
            return;
        }
        for (String name : p.stringPropertyNames()) map.put(name, p.getProperty(name));
    }

    public boolean decodeBool(String key, boolean def) {
        String value = map.get(key);
        return value == null ? def : "1".equals(value);
    }

    public void encode(String key, boolean value) {
        map.put(key, value ? "1" : "0");
        Properties p = new Properties();
        p.putAll(map);
        file.getParentFile().mkdirs();
        try (FileOutputStream out = new FileOutputStream(file)) {
            p.store(out, null);
        } catch (IOException e) {
            file.delete();
        }
    }
}
