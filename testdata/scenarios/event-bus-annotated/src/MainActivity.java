package fixture.eventbusannotated;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import java.lang.annotation.*;
import java.lang.reflect.*;
import reads.Read;

public class MainActivity extends Activity {
  @Retention(RetentionPolicy.RUNTIME) @interface Subscribe { boolean kept() default false; }
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Bus.register(this);
    Bus.post(new Start());
    Desk.send(new Cold());
    Desk.register(new Sink(this));
    Desk.register(new Quiet());
    new Button(this).setOnClickListener(v -> {
      Bus.post(new Agreed());
      Desk.send(new Later());
    });
  }
  @Subscribe public void start(Start e) { Read.imei(this); }
  @Subscribe public void agreed(Agreed e) { Read.androidId(this); }
  public void other(Start e) { Read.imsi(this); }
  static class Start {} static class Agreed {}
  static class Bus {
    static final Map<Class<?>, List<Method>> methods = new HashMap<>();
    static Object target;
    static void register(Object subscriber) {
      target = subscriber;
      for (Method m : subscriber.getClass().getDeclaredMethods()) {
        if (m.getAnnotation(Subscribe.class) == null || m.getParameterTypes().length != 1) continue;
        Class<?> type = m.getParameterTypes()[0];
        if (!methods.containsKey(type)) methods.put(type, new ArrayList<>());
        methods.get(type).add(m);
      }
    }
    static void post(Object event) {
      List<Method> to = methods.get(event.getClass());
      if (to == null) return;
      for (Method m : to) try { m.invoke(target, event); } catch (ReflectiveOperationException e) { throw new IllegalStateException(e); }
    }
  }

  static class Cold {} static class Later {}

  static class Sink {
    private final Context c;
    Sink(Context c) { this.c = c; }
    @Subscribe(kept = true) public void cold(Cold e) { Read.mac(c); }
    @Subscribe public void later(Later e) { Read.iccid(c); }
    public void unheard(Cold e) { Read.phone(c); }
  }

  static class Quiet {
    @Subscribe public void later(Later e) { }
  }

  // Keeps what was sent for those who come later; makes a list for each type on demand.
  static class Desk {
    private static class Entry {
      final Object target;
      final Method method;
      Entry(Object target, Method method) { this.target = target; this.method = method; }
    }
    private static final Map<Class<?>, List<Entry>> entries = new HashMap<>();
    private static final Map<Class<?>, Object> kept = new HashMap<>();
    static void register(Object target) {
      for (Method m : target.getClass().getDeclaredMethods()) {
        Subscribe how = m.getAnnotation(Subscribe.class);
        if (how == null) continue;
        Class<?> type = m.getParameterTypes()[0];
        List<Entry> list = entries.get(type);
        if (list == null) {
          list = new ArrayList<>();
          entries.put(type, list);
        }
        Entry entry = new Entry(target, m);
        list.add(entry);
        if (how.kept() && kept.containsKey(type)) call(entry, kept.get(type));
      }
    }
    static void send(Object event) {
      kept.put(event.getClass(), event);
      List<Entry> list = entries.get(event.getClass());
      if (list == null) return;
      for (Entry entry : new ArrayList<>(list)) call(entry, event);
    }
    private static void call(Entry entry, Object event) {
      try { entry.method.invoke(entry.target, event); } catch (ReflectiveOperationException e) { throw new IllegalStateException(e); }
    }
  }
}
