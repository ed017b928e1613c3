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
  @Retention(RetentionPolicy.RUNTIME) @interface Subscribe {}
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Bus.register(this);
    Bus.post(new Start());
    new Button(this).setOnClickListener(v -> Bus.post(new Agreed()));
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
}
