package fixture.freqmessages;

import android.content.Context;
import android.os.Handler;
import android.os.Message;
import reads.Read;

/** Hands each message on to a method with one long switch. */
final class Machine extends Handler {
  private final Context context;
  private int steps;

  Machine(Context context) { this.context = context; }

  void start() {
    sendEmptyMessage(3);
    sendEmptyMessage(4);
    sendEmptyMessage(5);
    sendEmptyMessage(6);
    sendEmptyMessage(7);
    sendEmptyMessage(8);
    sendEmptyMessage(9);
    sendEmptyMessage(10);
    sendEmptyMessage(11);
    sendEmptyMessage(12);
    sendEmptyMessage(13);
    sendEmptyMessage(14);
    sendEmptyMessage(1);
    sendEmptyMessage(2);
    sendEmptyMessage(27);
    sendEmptyMessage(15);
    sendEmptyMessage(16);
    sendEmptyMessage(17);
    sendEmptyMessage(18);
    sendEmptyMessage(19);
    sendEmptyMessage(20);
    sendEmptyMessage(21);
    sendEmptyMessage(22);
    sendEmptyMessage(23);
    sendEmptyMessage(24);
    sendEmptyMessage(25);
    sendEmptyMessage(26);
  }

  @Override public void handleMessage(Message message) { work(message); }

  private void work(Message message) {
    switch (message.what) {
      case 1: Read.imei(context); sendEmptyMessageDelayed(1, 3000); break;
      case 2: Read.imsi(context); break;
      case 27: steps = 0; sendEmptyMessageDelayed(27, 1000); break;
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
