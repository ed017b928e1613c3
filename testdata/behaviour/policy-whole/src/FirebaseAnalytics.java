package com.google.firebase.analytics;

import android.content.Context;

/** Written for the fixtures; nothing of the vendor's code. */
public final class FirebaseAnalytics {
  private final Context context;
  private FirebaseAnalytics(Context context) { this.context = context; }
  public static FirebaseAnalytics getInstance(Context context) { return new FirebaseAnalytics(context); }
  public String id() { return android.provider.Settings.Secure.getString(context.getContentResolver(), "android_id"); }
}
