package fixture.mapentries;

import android.app.*;
import android.os.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  private final Map<String, Runnable> steps = new HashMap<>();

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    topics();
    puts();
    removed();
    several();
    perhaps();
  }

  private void topics() {
    Runnable off = () -> Read.imei(this);
    Bus.on("moved", off);
    Bus.on("moved", () -> setTitle("moved"));
    Bus.off("moved", off);
    Runnable listed = () -> Read.iccid(this);
    Bus.listen("left", listed);
    Bus.listen("left", () -> setTitle("left"));
    Bus.off("left", listed);
    Runnable stays = () -> Read.location(this);
    Bus.on("stays", stays);
    Bus.on("other", stays);
    Bus.off("other", stays);
    Bus.tell("moved");
    Bus.tell("left");
    Bus.tell("stays");
  }

  private void puts() {
    steps.put("first", () -> Read.androidId(this));
    steps.put("first", () -> setTitle("first"));
    steps.get("first").run();
    steps.put("second", () -> setTitle("second"));
    steps.putIfAbsent("second", () -> Read.phone(this));
    steps.get("second").run();
  }

  private void removed() {
    Map<String, String> seen = new LinkedHashMap<>();
    seen.put("apps", "yes");
    seen.remove("apps");
    if (!seen.containsKey("apps")) Read.apps(this);
  }

  private void several() {
    List<Map<String, Runnable>> all = new ArrayList<>();
    for (String name : new String[] {"one", "two"}) {
      Map<String, Runnable> map = new HashMap<>();
      map.put("run", () -> Read.mac(this));
      all.add(map);
    }
    all.get(0).put("run", () -> setTitle("one"));
    all.get(1).get("run").run();
  }

  private void perhaps() {
    Map<String, Runnable> map = new TreeMap<>();
    map.put("run", () -> Read.imsi(this));
    if (System.currentTimeMillis() % 2 == 0) map.put("run", () -> setTitle("even"));
    map.get("run").run();
  }

  static class Bus {
    private static final Map<String, List<Runnable>> topics = new HashMap<>();

    static void on(String topic, Runnable listener) {
      List<Runnable> all = topics.get(topic);
      if (all == null) {
        all = new ArrayList<>();
        topics.put(topic, all);
      }
      all.add(listener);
    }

    static void listen(String topic, Runnable listener) {
      topics.computeIfAbsent(topic, key -> new ArrayList<>()).add(listener);
    }

    static void off(String topic, Runnable listener) {
      List<Runnable> all = topics.get(topic);
      if (all != null) all.remove(listener);
    }

    static void tell(String topic) {
      List<Runnable> all = topics.get(topic);
      if (all != null) for (Runnable listener : new ArrayList<>(all)) listener.run();
    }
  }
}
