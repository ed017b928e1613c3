package fixture.taskresumed;

import android.app.Activity;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import android.view.View;
import android.widget.Button;
import android.widget.LinearLayout;
import reads.Read;

/** A task in steps, as compilers of coroutines write it: it keeps its step and its last result, and the method that goes on takes it. */
public class MainActivity extends Activity {
  static final Object WAITING = new Object();

  static final class Failure {
    final String why;

    Failure(String why) {
      this.why = why;
    }
  }

  static final class Task {
    final MainActivity page;
    int step;
    Object result;

    Task(MainActivity page) {
      this.page = page;
    }

    void resume(Object value) {
      result = value;
      step |= Integer.MIN_VALUE;
      page.go(this);
    }
  }

  private final Handler handler = new Handler(Looper.getMainLooper());
  private Button agree;
  private Boolean picked;

  @Override
  protected void onCreate(Bundle state) {
    super.onCreate(state);
    agree = new Button(this);
    Button pick = new Button(this);
    Button use = new Button(this);
    LinearLayout page = new LinearLayout(this);
    page.addView(agree);
    page.addView(pick);
    page.addView(use);
    setContentView(page);
    pick.setOnClickListener(view -> picked = Boolean.TRUE);
    use.setOnClickListener(this::use);
    go(null);
  }

  /** What is null holds no number: it throws. */
  private void use(View view) {
    if (picked) {
      Read.location(this);
    } else {
      Read.iccid(this);
    }
  }

  Object go(Task from) {
    Task task = from;
    if (task != null && (task.step & Integer.MIN_VALUE) != 0) {
      task.step -= Integer.MIN_VALUE;
    } else {
      task = new Task(this);
    }
    Object value = task.result;
    switch (task.step) {
      case 0:
        task.step = 1;
        value = ask(task);
        if (value == WAITING) {
          return WAITING;
        }
        break;
      case 1:
        if (value instanceof Failure) {
          return value;
        }
        break;
      case 2:
        Read.apps(this);
        return null;
      default:
        throw new IllegalStateException();
    }
    if ((Boolean) value) {
      Read.imei(this);
    } else {
      Read.imsi(this);
    }
    return null;
  }

  private Object ask(Task task) {
    agree.setOnClickListener(view -> task.resume(Boolean.TRUE));
    handler.postDelayed(() -> task.resume(new Failure("timeout")), 3000);
    return WAITING;
  }
}
