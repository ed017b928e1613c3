package fixture.takenout;

import android.app.*;
import android.content.*;
import android.os.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  private final List<Runnable> other = new ArrayList<>();

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Runnable gone = () -> Read.imei(this);
    Bus.on(gone);
    Runnable perhaps = () -> Read.androidId(this);
    Bus.on(perhaps);
    Runnable again = () -> Read.phone(this);
    Bus.on(again);
    Runnable elsewhere = () -> Read.location(this);
    Bus.on(elsewhere);
    Runnable last = null;
    for (int at = 0; at < 2; at++) {
      last = new Count(this, at);
      Bus.on(last);
    }
    Bus.off(gone);
    if (System.currentTimeMillis() % 2 == 0) Bus.off(perhaps);
    Bus.off(again);
    Bus.on(again);
    other.remove(elsewhere);
    Bus.off(last);
    Late late = new Late();
    Runnable early = () -> Read.mac(this);
    late.listeners.add(early);
    late.tell();
    late.listeners.remove(early);
    Runnable cleared = () -> Read.iccid(this);
    late.listeners.add(cleared);
    late.listeners.clear();
    late.tellAgain();
  }

  @Override protected void onStart() {
    super.onStart();
    Bus.tell();
  }

  static class Bus {
    private static final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    static void on(Runnable listener) { listeners.add(listener); }

    static void off(Runnable listener) { listeners.remove(listener); }

    static void tell() { for (Runnable listener : new ArrayList<>(listeners)) listener.run(); }
  }

  static class Late {
    final Set<Runnable> listeners = new LinkedHashSet<>();

    void tell() { for (Runnable listener : listeners) listener.run(); }

    void tellAgain() { for (Runnable listener : listeners) listener.run(); }
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
}
