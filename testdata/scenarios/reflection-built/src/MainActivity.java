package fixture.reflectionbuilt;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.io.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  private static final byte[] SEALED = {53, 46, 51, 37, 33, 44};

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    try {
     String pkg = "fixture.reflectionbuilt.";
     Class<?> c = Class.forName(pkg + new StringBuilder("MainActivity$").append("Hidden"));
     Object o = c.newInstance();
     c.getDeclaredMethod(new StringBuilder().append("read").append("One").toString(), Context.class).invoke(o, this);
     String coded = new String(android.util.Base64.decode("Zml4dHVyZS5yZWZsZWN0aW9uYnVpbHQuTWFpbkFjdGl2aXR5JENvZGVk", 0));
     Class<?> d = Class.forName(coded);
     d.getDeclaredMethod(new String(new char[] {'g', 'o'}), Context.class).invoke(d.newInstance(), this);
     // Put together in loops: from parts, and letter by letter.
     String[] parts = {"fixture", "reflectionbuilt", "MainActivity$Looped"};
     StringBuilder name = new StringBuilder();
     for (int i = 0; i < parts.length; i++) {
       if (i > 0) name.append('.');
       name.append(parts[i]);
     }
     Class<?> e = Class.forName(name.toString());
     char[] letters = new char[SEALED.length];
     for (int i = 0; i < SEALED.length; i++) letters[i] = (char) (SEALED[i] ^ 0x40);
     e.getDeclaredMethod(new String(letters), Context.class).invoke(e.newInstance(), this);
     // Listed in an asset.
     BufferedReader lines = new BufferedReader(new InputStreamReader(getAssets().open("plugins.txt")));
     for (String line; (line = lines.readLine()) != null; ) ((Plugin) Class.forName(line.trim()).newInstance()).run(this);
    } catch (Exception e) { e.printStackTrace(); }
  }
  public interface Plugin { void run(Context c); }
  public static class Listed implements Plugin {
   public void run(Context c) { Read.iccid(c); }
  }
  public static class Unlisted implements Plugin {
   public void run(Context c) { Read.location(c); }
  }
  public static class Hidden {
   public void readOne(Context c) { Read.imei(c); }
   public void readTwo(Context c) { Read.androidId(c); }
  }
  public static class Looped {
   public void unseal(Context c) { Read.phone(c); }
   public void stay(Context c) { Read.mac(c); }
  }
  public static class Coded {
   public void go(Context c) { Read.imsi(c); }
   public void stay(Context c) { Read.mac(c); }
  }
  @Override public void onBackPressed() { new Hidden().readTwo(this); new Coded().stay(this); new Unlisted().run(this); }
}
