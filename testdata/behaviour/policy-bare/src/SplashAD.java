package com.qq.e.ads.splash;

import android.content.Context;

/** Written for the fixtures; nothing of the vendor's code. */
public final class SplashAD {
  public static void show(Context context) { context.getPackageName(); }
}
