package fixture.refuseproperties;

import android.content.*;
import java.io.*;
import java.util.*;

class Answer {
  private final File file;
  private final Properties all = new Properties();

  Answer(Context c) {
    file = new File(c.getFilesDir(), "user.properties");
    if (file.exists()) try (FileInputStream in = new FileInputStream(file)) { all.load(in); } catch (IOException ignored) { }
  }

  String get() { return all.getProperty("consent", "none"); }

  void set(String value) {
    all.setProperty("consent", value);
    try (FileOutputStream out = new FileOutputStream(file)) { all.store(out, null); } catch (IOException ignored) { }
  }
}
