package com.umeng.commonsdk;

/** Names of the vendor's SDK, written for this fixture. */
public class UMConfigure {
  private static boolean granted;
  public static void preInit(android.content.Context context, String key, String channel) { }
  public static void submitPolicyGrantResult(android.content.Context context, boolean agreed) { granted = agreed; }
  public static void init(android.content.Context context, String key, String channel, int type, String secret) { }
}
