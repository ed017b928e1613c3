package com.sensorsdata.analytics.android.sdk;

import android.content.Context;

/** Written for the fixtures: names an app calls; none of the vendor's code. */
public class SensorsDataAPI {
  public static void startWithConfigOptions(Context context, SAConfigOptions options) {}
  public static void enableSDK() {}
}
