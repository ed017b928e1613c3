package com.umeng.analytics;

/** Names of the vendor's SDK, written for this fixture. */
public class MobclickAgent {
  private static String user;
  public static void onProfileSignIn(String id) { user = id; }
}
