package com.xiaomi.mipush.sdk;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;

/** Written for the fixtures: names that a manifest has; none of the vendor's code. */
public class PushMessageHandler extends Service {
  @Override public IBinder onBind(Intent intent) { return null; }
}
