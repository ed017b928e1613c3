package fixture.eventbus;

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
    Bus.on(Start.class, e -> Read.imei(this));
    Bus.on(Agreed.class, e -> Read.androidId(this));
    Bus.send(new Start());
    new Button(this).setOnClickListener(v -> Bus.send(new Agreed()));
  }
  static class Start {} static class Agreed {}
  interface Handle { void on(Object e); }
  static class Bus {
   static final Map<Class<?>, List<Handle>> all = new HashMap<>();
   static void on(Class<?> type, Handle h) { List<Handle> l = all.get(type); if (l == null) { l = new ArrayList<>(); all.put(type, l); } l.add(h); }
   static void send(Object e) { List<Handle> l = all.get(e.getClass()); if (l != null) for (Handle h : l) h.on(e); }
  }
}
