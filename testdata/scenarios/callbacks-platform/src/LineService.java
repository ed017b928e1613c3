package fixture.callbacksplatform;

import android.app.Service;
import android.content.Intent;
import android.os.*;
import reads.Read;

public class LineService extends Service {
  static final int QUERY = 1, TRACK = 2;
  private Messenger messenger;
  @Override public void onCreate() {
    messenger = new Messenger(new Handler(getMainLooper(), m -> { if (m.what == QUERY) Read.imsi(this); else if (m.what == TRACK) Read.location(this); return true; }));
  }
  @Override public IBinder onBind(Intent intent) { return messenger.getBinder(); }
}
