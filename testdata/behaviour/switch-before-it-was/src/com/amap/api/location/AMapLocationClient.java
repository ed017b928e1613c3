package com.amap.api.location;

/** Written for the fixtures: names an app calls; none of the vendor's code. */
public class AMapLocationClient {
  public AMapLocationClient(android.content.Context c) {}
  public static void updatePrivacyShow(android.content.Context c, boolean contains, boolean shown) {}
  public static void updatePrivacyAgree(android.content.Context c, boolean agreed) {}
  public void startLocation() {}
}
