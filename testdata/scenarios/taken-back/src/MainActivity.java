package fixture.takenback;

import android.app.*;
import android.content.*;
import android.os.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  private final Handler main = new Handler(Looper.getMainLooper());
  private final Handler other = new Handler(Looper.getMainLooper());
  private final Messages messages = new Messages(this);
  private final Runnable twice = () -> Read.phone(this);
  private Runnable late;

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    late = () -> Read.imei(this);
    main.postDelayed(late, 30000);
    if (!getSharedPreferences("agreed", 0).getBoolean("agreed", false)) {
      main.removeCallbacks(late);
      setTitle("Please agree");
    }
    helpers();
    messages.sendEmptyMessageDelayed(Messages.SIM, 500);
    messages.sendEmptyMessage(Messages.NETWORK);
    messages.removeMessages(Messages.SIM);
    oneWay();
    main.removeCallbacks(twice);
    main.post(twice);
    Runnable elsewhere = () -> Read.location(this);
    main.post(elsewhere);
    other.removeCallbacks(elsewhere);
    lastOnly();
  }

  private void helpers() {
    Handler own = new Handler(Looper.getMainLooper());
    start(own);
    stop(own);
  }

  private void start(Handler own) { own.postDelayed(() -> Read.imsi(this), 100); }

  private void stop(Handler own) { own.removeCallbacksAndMessages(null); }

  private void oneWay() {
    Runnable task = () -> Read.androidId(this);
    main.post(task);
    if (System.currentTimeMillis() % 2 == 0) main.removeCallbacks(task);
  }

  private void lastOnly() {
    Runnable last = null;
    for (int at = 0; at < 3; at++) {
      last = new Count(this, at);
      main.post(last);
    }
    main.removeCallbacks(last);
  }

  static class Count implements Runnable {
    private final Context c;
    private final int at;

    Count(Context c, int at) {
      this.c = c;
      this.at = at;
    }

    @Override public void run() { Read.apps(c); }
  }

  static class Messages extends Handler {
    static final int SIM = 1, NETWORK = 2;
    private final Context c;

    Messages(Context c) { this.c = c; }

    @Override public void handleMessage(Message message) {
      if (message.what == SIM) Read.iccid(c);
      if (message.what == NETWORK) Read.mac(c);
    }
  }
}
