package com.igexin.sdk;

import android.content.Context;

/** Written for the fixtures: names an app calls; none of the vendor's code. */
public class PushManager {
  private static final PushManager ONE = new PushManager();
  public static PushManager getInstance() { return ONE; }
  public void initialize(Context context) {}
}
