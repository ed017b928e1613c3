package fixture.postedthenset;

import android.app.*;
import android.os.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import reads.Read;

public class MainActivity extends Activity {
  private final Handler main = new Handler(Looper.getMainLooper());
  private final ExecutorService pool = Executors.newFixedThreadPool(2);

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    // Each task is posted; what is set before the turn ends is set when it runs.
    Task set = new Task(() -> Read.imei(this));
    main.post(set);
    set.cancel();
    Task tapped = new Task(() -> Read.imsi(this));
    main.post(tapped);
    Button button = new Button(this);
    button.setOnClickListener(v -> tapped.cancel());
    setContentView(button);
    Task after = new Task(() -> Read.mac(this));
    main.post(after);
    main.post(after::cancel);
    Task perhaps = new Task(() -> Read.location(this));
    main.post(perhaps);
    if (System.currentTimeMillis() % 2 == 0) perhaps.cancel();
    // What a constructor leaves is what another thread sees, long as that may run.
    Group open = new Group();
    pool.execute(new Member(open, () -> Read.phone(this)));
    Group closed = new Group();
    closed.close();
    pool.execute(new Member(closed, () -> Read.iccid(this)));
  }

  enum State { WAITING, CANCELLED }

  static class Task implements Runnable {
    private final Runnable what;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    Task(Runnable what) { this.what = what; }

    void cancel() {
      while (true) {
        State now = state.get();
        if (now == State.CANCELLED || state.compareAndSet(now, State.CANCELLED)) return;
      }
    }

    @Override public void run() {
      if (state.get() == State.WAITING) what.run();
    }
  }

  static class Group {
    private final List<Member> members = new ArrayList<>();
    private volatile boolean closed;

    void close() { closed = true; }

    void join(Member member) {
      members.add(member);
      if (closed) member.leave();
    }
  }

  static class Member implements Runnable {
    private final Runnable what;
    private volatile boolean left;

    Member(Group group, Runnable what) {
      this.what = what;
      group.join(this);
    }

    void leave() { left = true; }

    @Override public void run() {
      if (!left) what.run();
    }
  }
}
