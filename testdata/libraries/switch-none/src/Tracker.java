package com.acme.none;

import android.content.Context;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

public final class Tracker {
    private static final ExecutorService POOL = Executors.newSingleThreadExecutor();
    private static String device, phone;
    private static boolean debug, upload = true;
    private Tracker() {}
    /** Looks like a switch, and only says whether to log. */
    public static void setDebug(boolean on) { debug = on; }
    /** Holds the upload back, not the reading. */
    public static void setUpload(boolean on) { upload = on; }
    public static void init(Context context, boolean verbose) {
        if (verbose || debug) System.out.println("init");
        POOL.execute(() -> { device = Device.androidId(context); phone = Device.imei(context); if (upload) System.out.println(device + "/" + phone); });
    }
}
