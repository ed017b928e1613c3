package com.acme.loads;

import android.content.Context;
import dalvik.system.DexClassLoader;

public final class Plugins {
    private Plugins() {}
    public static Object load(Context c, String file) throws Exception {
        ClassLoader loader = new DexClassLoader(file, c.getCacheDir().getPath(), null, c.getClassLoader());
        return loader.loadClass("com.acme.Plugin").newInstance();
    }
}
