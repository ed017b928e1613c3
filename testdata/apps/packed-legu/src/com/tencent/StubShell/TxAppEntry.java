package com.tencent.StubShell;

import android.app.Application;
import android.content.Context;

/** The shape of a packer's stub: it loads its library, which would decrypt the real code. */
public class TxAppEntry extends Application {
    @Override
    protected void attachBaseContext(Context base) {
        super.attachBaseContext(base);
        System.loadLibrary("shella-4.1.0.39");
    }

    @Override
    public void onCreate() {
        super.onCreate();
        load(this);
    }

    private static native void load(Application app);
}
