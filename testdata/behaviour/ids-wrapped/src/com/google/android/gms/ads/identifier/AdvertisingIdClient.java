package com.google.android.gms.ads.identifier;

import android.content.Context;
import android.os.Parcel;

public final class AdvertisingIdClient {
  public static final class Info {
    private final String id;

    Info(String id) { this.id = id; }

    public String getId() { return id; }
  }

  public static Info getAdvertisingIdInfo(Context context) {
    Parcel reply = Parcel.obtain();
    return new Info(reply.readString());
  }
}
