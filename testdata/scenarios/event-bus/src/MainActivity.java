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
    Sticky.on(Start.class, e -> Read.mac(this));
    Sticky.on(Agreed.class, e -> Read.imsi(this));
    Sticky.send(new Start());
    Sticky.on(Start.class, e -> Read.location(this));
    Sticky.on(Agreed.class, e -> Read.iccid(this));
    new Button(this).setOnClickListener(v -> { Bus.send(new Agreed()); Sticky.send(new Agreed()); });
  }
  static class Start {} static class Agreed {}
  interface Handle { void on(Object e); }
  static class Bus {
   static final Map<Class<?>, List<Handle>> all = new HashMap<>();
   static void on(Class<?> type, Handle h) { List<Handle> l = all.get(type); if (l == null) { l = new ArrayList<>(); all.put(type, l); } l.add(h); }
   static void send(Object e) { List<Handle> l = all.get(e.getClass()); if (l != null) for (Handle h : l) h.on(e); }
  }
  /** Who listens for what stands in one list; what was sent last is sent again to who comes late. */
  static class Sticky {
   static class Slot { final Class<?> type; final Handle handle; Slot(Class<?> type, Handle handle) { this.type = type; this.handle = handle; } }
   static final List<Slot> slots = new ArrayList<>();
   static final Map<Class<?>, Object> last = new HashMap<>();
   static void on(Class<?> type, Handle handle) { slots.add(new Slot(type, handle)); Object e = last.get(type); if (e != null) handle.on(e); }
   static void send(Object e) {
    last.put(e.getClass(), e);
    List<Slot> found = new ArrayList<>();
    for (Slot one : slots) if (one.type.equals(e.getClass())) found.add(one);
    for (Slot one : found) one.handle.on(e);
   }
  }
}
