package fixture.freqhelper;

import android.content.Context;
import android.os.Handler;
import android.os.Message;
import reads.Read;

final class Machine extends Handler {
  private final Context context;
  Machine(Context context) { this.context = context; }

  private void go(int state, int delay) { sendMessageDelayed(obtainMessage(state), delay); }

  void start() { go(1, 0); }

  @Override public void handleMessage(Message message) {
    switch (message.what) {
      case 1: go(2, 0); break;
      case 2: Read.androidId(context); go(3, 0); break;
      default: break;
    }
  }
}
