package com.tencent.tencentmap.mapsdk.maps;

public class TencentMapInitializer {
  public static void setAgreePrivacy(android.content.Context c, boolean agreed) { }
  public static void start(android.content.Context c) { }
}
