package fixture.containerviews;

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
    Map<String, Runnable> jobs = new LinkedHashMap<>();
    Map<String, Runnable> none = new LinkedHashMap<>();
    jobs.put("a", () -> Read.imei(this));
    each(jobs.values());
    for (Map.Entry<String, Runnable> one : jobs.entrySet()) if (one.getKey().length() > 0) Read.imsi(this);
    for (Map.Entry<String, Runnable> one : none.entrySet()) Read.androidId(this);
    // Something is surely in one, and a list is looked through from its first element on.
    List<String> two = new ArrayList<>(Arrays.asList("x", "y"));
    if (two.isEmpty()) Read.location(this);
    List<String> needed = new ArrayList<>();
    needed.add("android.permission.CAMERA");
    if (granted(needed)) Read.apps(this);
    List<String> taken = new ArrayList<>();
    taken.add("x");
    taken.remove("x");
    if (taken.isEmpty()) Read.iccid(this);
    deliver(Arrays.asList("x", "y"), l -> { if (l.size() > 0) Read.mac(this); });
    deliver(new ArrayList<String>(), l -> { if (l.size() > 0) Read.phone(this); });
  }
  private boolean granted(List<String> names) {
    for (String name : names) if (checkSelfPermission(name) != 0) return false;
    return true;
  }
  static void each(Object all) { for (Object one : (Collection<?>) all) ((Runnable) one).run(); }
  interface Back<T> { void on(T t); }
  /** What comes is known to be a list only by the cast within the callback. */
  static <T> void deliver(T what, Back<T> to) { to.on(what); }
}
