package fixture.ownstore;

import android.app.*;
import android.content.*;
import android.os.*;
import java.io.*;
import java.util.*;
import reads.Read;

/** A store of the app's own: lines of a file, read once by the one object that holds them, and texts of whatever is put. */
public class MainActivity extends Activity {
  static final class Store {
    private static volatile Store instance;
    private final File file;
    private final Map<String, String> held = new HashMap<>();

    private Store(File file) {
      this.file = file;
      if (file.exists()) load();
    }

    static Store of(Context context) {
      if (instance() == null) {
        synchronized (Store.class) {
          if (instance() == null) instance = new Store(new File(context.getFilesDir(), "store.txt"));
        }
      }
      return instance();
    }

    private static Store instance() { return instance; }

    private void load() {
      try (BufferedReader in = new BufferedReader(new FileReader(file))) {
        for (String line; (line = in.readLine()) != null; ) {
          int at = line.indexOf('=');
          if (at > 0) held.put(line.substring(0, at), line.substring(at + 1));
        }
      } catch (IOException e) {
        held.clear();
      }
    }

    void put(String key, Object value) {
      held.put(key, value.toString());
      try (FileWriter out = new FileWriter(file, true)) {
        out.write(key + "=" + value + "\n");
      } catch (IOException e) {
        held.remove(key);
      }
    }

    boolean is(String key) { return Boolean.parseBoolean(held.get(key)); }

    int level() { String text = held.get("level"); return text == null ? 0 : Integer.parseInt(text); }
  }

  public static class App extends Application {
    @Override public void onCreate() {
      super.onCreate();
      if (Store.of(this).is("agreed")) Read.imei(this);
    }
  }

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (Store.of(this).is("asked")) return;
    new AlertDialog.Builder(this).setMessage("请阅读并同意《隐私政策》")
        .setPositiveButton("同意", (dialog, which) -> answer(true, 2))
        .setNegativeButton("不同意", (dialog, which) -> answer(false, 1))
        .show();
  }

  private void answer(boolean yes, int level) {
    Store store = Store.of(this);
    store.put("asked", true);
    store.put("agreed", yes);
    store.put("level", level);
    if (Store.of(this).is("agreed")) Read.imsi(this);
    if (Store.of(this).level() == 2) Read.mac(this);
    if (Store.of(this).is("asked") && Store.of(this).level() == 1) Read.androidId(this);
  }
}
