package fixture.freqonce;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import reads.Read;

public class Screen extends BroadcastReceiver {
  @Override public void onReceive(Context context, Intent intent) { Read.androidId(context); }
}
