package fixture.keptproperties;

import android.content.*;
import java.io.*;
import java.util.*;

/** What is kept in a file of properties; whoever makes one reads what is in the file. */
class Kept {
  private static final Map<Class<?>, Object> SINGLES = new HashMap<>();
  private final File file;
  private final Properties all = new Properties();

  Kept(Context c, String name) {
    file = new File(c.getFilesDir(), name);
    if (!file.exists()) return;
    try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
      all.load(in);
    } catch (IOException e) {
      all.clear();
    }
  }

  /** The one that is made when it is first asked for. */
  static Kept of(Context c) {
    Object one = SINGLES.get(Kept.class);
    if (one == null) {
      one = new Kept(c, "user.properties");
      SINGLES.put(Kept.class, one);
    }
    return (Kept) one;
  }

  String get(String key) { return all.getProperty(key, "none"); }

  void set(String key, String value) {
    all.setProperty(key, value);
    try (OutputStream out = new FileOutputStream(file)) {
      all.store(out, null);
    } catch (IOException e) {
      return;
    }
  }
}
