package fixture.providerelsewhere;

import android.app.*;
import android.content.*;
import android.os.*;
import reads.Read;

public class Own extends Service {
  @Override public void onCreate() { Read.androidId(this); }
  @Override public IBinder onBind(Intent intent) { return null; }
}
