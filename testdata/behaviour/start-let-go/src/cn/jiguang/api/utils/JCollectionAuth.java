package cn.jiguang.api.utils;

import android.content.Context;

/** Written for the fixtures: names an app calls; none of the vendor's code. */
public class JCollectionAuth {
  public static void setAuth(Context context, boolean agreed) {}
  public static void enableAutoWakeup(Context context, boolean on) {}
}
