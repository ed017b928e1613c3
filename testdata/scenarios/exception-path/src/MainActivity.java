package fixture.exceptionpath;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    try { Integer.parseInt(getSharedPreferences("a", 0).getString("n", "x")); } catch (NumberFormatException e) { Read.imei(this); } finally { Read.imsi(this); }
    int step = 0;
    try {
      step = 1;
      fail();
    } catch (IllegalStateException e) {
      if (step == 1) Read.phone(this);
      if (step == 2) Read.mac(this);
    }
    Task task = new Task();
    try {
      task.begin(getIntent().getIntExtra("n", 0) > 0);
      task.stage = 2;
    } catch (IllegalStateException e) {
      if (task.stage == 1) Read.iccid(this);
      if (task.stage == 2) Read.mac(this);
    }
    try {
      new Task().begin(new Random().nextBoolean());
    } catch (Throwable e) {
      Read.androidId(this);
    }
    Task failing = new Task();
    try {
      failing.fail();
    } catch (IllegalStateException e) {
      if (failing.stage == 3) Read.location(this);
    }
    List<String> names = new ArrayList<>();
    try {
      names.add("a");
      names.add(tail(names));
    } catch (RuntimeException e) {
      Read.apps(this);
    }
    if (find("fixture.exceptionpath.MainActivity$Task", "fixture.exceptionpath.Absent") == 1) Read.mac(this);
    if (true) fail();
    Read.androidId(this);
  }
  private static String tail(List<String> names) {
    return names.size() + ":" + names.contains("b");
  }
  /** 2 where both look-ups were answered one by one, 1 where the whole failed. */
  private static int find(String one, String other) {
    int found = 0;
    try {
      try {
        Class.forName(one);
      } catch (ClassNotFoundException e) {
        found = 0;
      }
      found++;
      try {
        Class.forName(other);
      } catch (ClassNotFoundException e) {
        found = 1;
      }
      found++;
    } catch (Throwable e) {
      return 1;
    }
    return found;
  }
  static class Task {
    int stage;
    void begin(boolean good) {
      stage = 1;
      if (!good) throw new IllegalStateException();
      stage = 4;
    }
    void fail() {
      stage = 3;
      inner();
    }
    private void inner() { throw new IllegalStateException(); }
  }
  static void fail() { throw new IllegalStateException(); }
}
