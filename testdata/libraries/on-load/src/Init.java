package com.acme.onload;

import android.content.Context;

/** Named in the manifest's meta-data: androidx.startup runs it. */
public class Init implements androidx.startup.Initializer<String> {
    @Override public String create(Context c) { return Device.imei(c); }
    @Override public java.util.List<Class<? extends androidx.startup.Initializer<?>>> dependencies() { return new java.util.ArrayList<>(); }
}
