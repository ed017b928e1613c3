package com.ali.mobisecenhance;

import android.app.Application;
import android.content.Context;

/** The shape of a packer's stub: it loads its library, which would decrypt the real code. */
public class StubApplication extends Application {
    @Override
    protected void attachBaseContext(Context base) {
        super.attachBaseContext(base);
        System.loadLibrary("mobisec");
    }

    @Override
    public void onCreate() {
        super.onCreate();
        load(this);
    }

    private static native void load(Application app);
}
