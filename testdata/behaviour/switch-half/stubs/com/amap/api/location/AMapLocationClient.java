package com.amap.api.location;

public class AMapLocationClient {
  public AMapLocationClient(android.content.Context c) throws Exception { }
  public static void updatePrivacyShow(android.content.Context c, boolean contains, boolean shown) { }
  public static void updatePrivacyAgree(android.content.Context c, boolean agreed) { }
  public void startLocation() { }
}
