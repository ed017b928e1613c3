package com.umeng.commonsdk;

public class UMConfigure {
  public static void init(android.content.Context context, String key, String channel, int kind, String secret) { }
}
