package com.amap.api.location;

/** Names of the vendor's SDK, written for this fixture. */
public class AMapLocationClient {
  private AMapLocationClientOption option;
  public AMapLocationClient(android.content.Context context) { }
  public static void updatePrivacyShow(android.content.Context context, boolean contains, boolean shown) { }
  public static void updatePrivacyAgree(android.content.Context context, boolean agreed) { }
  public void setLocationOption(AMapLocationClientOption option) { this.option = option; }
  public void startLocation() { new Thread(() -> option.hashCode()).start(); }
}
