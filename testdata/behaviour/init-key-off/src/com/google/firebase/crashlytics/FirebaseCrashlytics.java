package com.google.firebase.crashlytics;

/** The shape of the vendor's entry, written for this fixture. */
public class FirebaseCrashlytics {
  private boolean collect;
  public void setCrashlyticsCollectionEnabled(boolean on) { collect = on; }
}
