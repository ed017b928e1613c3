package com.umeng.commonsdk;

import android.content.Context;

/** Written for the fixtures: names an app calls; none of the vendor's code. */
public class UMConfigure {
  public static void init(Context context, String key, String channel, int type, String secret) {}
  public static void setLogEnabled(boolean on) {}
}
