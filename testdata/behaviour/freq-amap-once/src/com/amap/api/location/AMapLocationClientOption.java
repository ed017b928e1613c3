package com.amap.api.location;

public class AMapLocationClientOption {
  private long interval;
  private boolean once;
  public AMapLocationClientOption setInterval(long interval) { this.interval = interval; return this; }
  public AMapLocationClientOption setOnceLocation(boolean once) { this.once = once; return this; }
}
