package fixture.listchain;

import android.app.*;
import android.content.*;
import android.os.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  private final List<Link> links = new ArrayList<>();

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    links.add(chain -> "<" + chain.proceed() + ">");
    links.add(chain -> chain.page.getSharedPreferences("p", 0).contains("agreed") ? chain.proceed() : "none");
    links.add(chain -> Read.imei(chain.page) + chain.proceed());
    setTitle(new Chain(links, 0, this).proceed());
    List<Runnable> open = new ArrayList<>();
    open.add(() -> setTitle("first"));
    if (System.currentTimeMillis() % 2 == 0) open.add(0, () -> Read.mac(this));
    open.add(() -> Read.imsi(this));
    open.get(0).run();
    Delayed delayed = new Delayed();
    delayed.submit("report", () -> Read.iccid(this));
    delayed.submit("report", () -> setTitle("report"));
    delayed.submit("other", () -> Read.location(this));
  }

  @Override protected void onStart() {
    super.onStart();
    Handler main = new Handler(Looper.getMainLooper());
    main.post(() -> started = true);
    if (started) Read.androidId(this);
  }

  private static boolean started;

  @Override protected void onResume() {
    super.onResume();
    if (started) Read.phone(this);
  }

  interface Link { String intercept(Chain chain); }

  static class Chain {
    final Context page;
    private final List<Link> links;
    private final int at;

    Chain(List<Link> links, int at, Context page) {
      this.links = links;
      this.at = at;
      this.page = page;
    }

    String proceed() {
      if (at >= links.size()) return "end";
      return links.get(at).intercept(new Chain(links, at + 1, page));
    }
  }

  // Of what is submitted under one name only the last runs.
  static class Delayed {
    private final Handler main = new Handler(Looper.getMainLooper());
    private final Map<String, Runnable> waiting = new HashMap<>();

    void submit(String name, Runnable what) {
      Runnable before = waiting.remove(name);
      if (before != null) main.removeCallbacks(before);
      Runnable next = () -> {
        waiting.remove(name);
        what.run();
      };
      waiting.put(name, next);
      main.postDelayed(next, 300);
    }
  }
}
