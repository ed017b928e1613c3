package fixture.freqmessages;

import android.content.Context;
import android.os.Handler;
import android.os.Message;
import reads.Read;

/** All messages go through one helper, which is told their kind. */
final class Desk extends Handler {
  private final Context context;
  private int steps;

  Desk(Context context) { this.context = context; }

  private void post(int what, Object with, long delay) {
    Message message = obtainMessage();
    message.what = what;
    message.obj = with;
    sendMessageDelayed(message, delay);
  }

  void start() {
    post(3, "k3", 0);
    post(4, "k4", 0);
    post(5, "k5", 0);
    post(6, "k6", 0);
    post(7, "k7", 0);
    post(8, "k8", 0);
    post(9, "k9", 0);
    post(10, "k10", 0);
    post(11, "k11", 0);
    post(12, "k12", 0);
    post(13, "k13", 0);
    post(14, "k14", 0);
    post(1, "a", 0);
    post(2, "b", 2000);
    post(30, "first", 2000);
    post(15, "k15", 0);
    post(16, "k16", 0);
    post(17, "k17", 0);
    post(18, "k18", 0);
    post(19, "k19", 0);
    post(20, "k20", 0);
    post(21, "k21", 0);
    post(22, "k22", 0);
    post(23, "k23", 0);
    post(24, "k24", 0);
    post(25, "k25", 0);
    post(26, "k26", 0);
  }

  @Override public void handleMessage(Message message) {
    switch (message.what) {
      case 1: Read.androidId(context); break;
      case 2: steps = 0; post(2, "again", 2000); break;
      case 27: Read.mac(context); break;
      case 30: Read.phone(context); post(31, "next", 3000); break;
      case 31: steps = 0; break;
      case 3: if (message.arg1 > 3) { steps += 3; } else { steps -= 3; } break;
      case 4: if (message.arg1 > 4) { steps += 4; } else { steps -= 4; } break;
      case 5: if (message.arg1 > 5) { steps += 5; } else { steps -= 5; } break;
      case 6: if (message.arg1 > 6) { steps += 6; } else { steps -= 6; } break;
      case 7: if (message.arg1 > 7) { steps += 7; } else { steps -= 7; } break;
      case 8: if (message.arg1 > 8) { steps += 8; } else { steps -= 8; } break;
      case 9: if (message.arg1 > 9) { steps += 9; } else { steps -= 9; } break;
      case 10: if (message.arg1 > 10) { steps += 10; } else { steps -= 10; } break;
      case 11: if (message.arg1 > 11) { steps += 11; } else { steps -= 11; } break;
      case 12: if (message.arg1 > 12) { steps += 12; } else { steps -= 12; } break;
      case 13: if (message.arg1 > 13) { steps += 13; } else { steps -= 13; } break;
      case 14: if (message.arg1 > 14) { steps += 14; } else { steps -= 14; } break;
      case 15: if (message.arg1 > 15) { steps += 15; } else { steps -= 15; } break;
      case 16: if (message.arg1 > 16) { steps += 16; } else { steps -= 16; } break;
      case 17: if (message.arg1 > 17) { steps += 17; } else { steps -= 17; } break;
      case 18: if (message.arg1 > 18) { steps += 18; } else { steps -= 18; } break;
      case 19: if (message.arg1 > 19) { steps += 19; } else { steps -= 19; } break;
      case 20: if (message.arg1 > 20) { steps += 20; } else { steps -= 20; } break;
      case 21: if (message.arg1 > 21) { steps += 21; } else { steps -= 21; } break;
      case 22: if (message.arg1 > 22) { steps += 22; } else { steps -= 22; } break;
      case 23: if (message.arg1 > 23) { steps += 23; } else { steps -= 23; } break;
      case 24: if (message.arg1 > 24) { steps += 24; } else { steps -= 24; } break;
      case 25: if (message.arg1 > 25) { steps += 25; } else { steps -= 25; } break;
      case 26: if (message.arg1 > 26) { steps += 26; } else { steps -= 26; } break;
      default: break;
    }
  }
}
