package fixture.freqretries;

import android.app.Activity;
import android.os.Bundle;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Thread(this::down).start();
    new Thread(this::up).start();
    new Thread(this::last).start();
    new Thread(this::long_).start();
    new Thread(this::endless).start();
  }

  private void down() {
    String id = Read.imei(this);
    int left = 10;
    while (id == null && left-- > 0) {
      try { Thread.sleep(500); } catch (InterruptedException e) { setTitle("again"); }
      id = Read.imei(this);
    }
    setTitle(id);
  }

  private void up() {
    String id = null;
    for (int i = 0; i < 6; i += 2) {
      id = Read.imsi(this);
      if (id != null) break;
      pause();
    }
    setTitle(id);
  }

  private void last() {
    String id;
    int tries = 1;
    do {
      pause();
      id = Read.mac(this);
    } while (id == null && ++tries <= 3);
    setTitle(id);
  }

  private void long_() {
    Object place = null;
    for (int i = 0; i < 1000 && place == null; i++) {
      pause();
      place = Read.location(this);
    }
  }

  /** The counter that ends the inner loop does not end the outer one. */
  private void endless() {
    while (true) {
      for (int i = 0; i < 3; i++) {
        pause();
        Read.apps(this);
      }
    }
  }

  private static void pause() {
    try { Thread.sleep(500); } catch (InterruptedException e) { Thread.currentThread().interrupt(); }
  }
}
