package com.sensorsdata.analytics.android.sdk;

/** Written for the fixtures: names an app calls; none of the vendor's code. */
public final class SAConfigOptions {
  boolean off;
  public SAConfigOptions(String server) {}
  public SAConfigOptions disableSDK(boolean off) { this.off = off; return this; }
}
