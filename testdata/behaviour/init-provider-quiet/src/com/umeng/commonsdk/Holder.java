package com.umeng.commonsdk;

public final class Holder {
  public static android.content.Context context;
}
