package com.google.android.gms.ads.identifier;
public class AdvertisingIdClient { public static Info getAdvertisingIdInfo(android.content.Context c) { return null; } public static class Info { public String getId() { return null; } } }
