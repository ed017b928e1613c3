package fixture.cells;

import android.app.*;
import android.os.*;
import android.widget.Button;
import java.util.concurrent.atomic.*;
import reads.Read;

/** Modules that a class initialiser makes, each with a cell of its own that is compared and set in a loop. */
public class MainActivity extends Activity {
  enum Phase { NEW, CLOSED, OPEN }

  static class Cell {
    private final AtomicReference<Phase> value;

    private Cell(Phase first) { value = new AtomicReference<>(first); }

    static Cell make() { return new Cell(Phase.NEW); }
  }

  static class Module {
    private final Cell cell = Cell.make();
    private volatile int changes;
    private static final AtomicIntegerFieldUpdater<Module> CHANGES = AtomicIntegerFieldUpdater.newUpdater(Module.class, "changes");

    void become(Phase next) {
      while (true) {
        Phase old = cell.value.get();
        if (old == next) return;
        if (cell.value.compareAndSet(old, next)) {
          CHANGES.incrementAndGet(this);
          return;
        }
      }
    }
  }

  static class Modules {
    static final Module PUSH = new Module();
    static final Module STAT = new Module();
    static final AtomicBoolean STARTED = new AtomicBoolean();
    static final AtomicInteger LEVEL = new AtomicInteger(3);
  }

  public static class App extends Application {
    @Override public void onCreate() {
      super.onCreate();
      if (Modules.LEVEL.get() == 3) Read.phone(this);
      Modules.PUSH.become(Phase.CLOSED);
      Modules.STARTED.set(true);
      Modules.LEVEL.set(1);
    }
  }

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (Modules.PUSH.cell.value.get() != Phase.CLOSED) Read.imei(this);
    if (Modules.STAT.cell.value.get() != Phase.CLOSED) Read.imsi(this);
    if (!Modules.STARTED.get()) Read.iccid(this);
    if (Modules.LEVEL.get() == 3) Read.mac(this);
    if (Modules.STARTED.compareAndSet(true, false)) Read.location(this);
    Button agree = new Button(this);
    agree.setOnClickListener(view -> {
      Modules.PUSH.become(Phase.OPEN);
      if (Modules.PUSH.cell.value.get() == Phase.OPEN) Read.androidId(this);
    });
    setContentView(agree);
  }
}
