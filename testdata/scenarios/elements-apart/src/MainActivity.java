package fixture.elementsapart;

import android.app.*;
import android.os.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  enum Stage { START, AGREED }

  static class Entry {
    final String name;
    final boolean on;
    Entry(String name, boolean on) { this.name = name; this.on = on; }
  }

  static class Plugin {
    final boolean wanted;
    Plugin(boolean wanted) { this.wanted = wanted; }
    boolean early() { return true; }
    void install(Activity on) { Read.imei(on); }
  }

  static class LatePlugin extends Plugin {
    LatePlugin() { super(true); }
    @Override boolean early() { return false; }
    @Override void install(Activity on) { Read.apps(on); }
  }

  static class UnwantedPlugin extends Plugin {
    UnwantedPlugin() { super(false); }
    @Override void install(Activity on) { Read.mac(on); }
  }

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    // A map filled from pairs in a loop.
    Map<String, Boolean> map = new HashMap<>();
    for (Entry entry : new Entry[] {new Entry("cell", true), new Entry("wifi", false)}) map.put(entry.name, entry.on);
    if (map.get("cell") == Boolean.TRUE) Read.imei(this);
    if (map.get("wifi") == Boolean.TRUE) Read.mac(this);
    // A list for each key, made in a loop.
    Map<Stage, List<Runnable>> stages = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) stages.put(stage, new ArrayList<>());
    stages.get(Stage.START).add(() -> Read.imsi(this));
    stages.get(Stage.AGREED).add(() -> Read.androidId(this));
    for (Runnable task : stages.get(Stage.START)) task.run();
    // A flag that is made of two questions.
    List<Plugin> plugins = new ArrayList<>();
    plugins.add(new Plugin(true));
    plugins.add(new LatePlugin());
    plugins.add(new UnwantedPlugin());
    for (Plugin plugin : plugins) {
      boolean now = plugin.early() && plugin.wanted;
      if (!now) continue;
      plugin.install(this);
    }
    // Some of an array, by a list of indices.
    Runnable[] steps = {() -> Read.phone(this), () -> Read.apps(this), () -> Read.iccid(this)};
    for (int index : new int[] {0, 2}) steps[index].run();
  }
}
