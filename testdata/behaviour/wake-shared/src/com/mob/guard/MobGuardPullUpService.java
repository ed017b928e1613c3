package com.mob.guard;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;

/** Written for the fixtures: names that a manifest has; none of the vendor's code. */
public class MobGuardPullUpService extends Service {
  @Override public IBinder onBind(Intent intent) { return null; }
}
