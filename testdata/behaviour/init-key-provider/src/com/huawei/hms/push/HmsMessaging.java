package com.huawei.hms.push;

import android.content.Context;

/** The shape of the vendor's entry, written for this fixture. */
public class HmsMessaging {
  private boolean auto;
  public static HmsMessaging getInstance(Context c) { return new HmsMessaging(); }
  public void setAutoInitEnabled(boolean on) { auto = on; }
}
