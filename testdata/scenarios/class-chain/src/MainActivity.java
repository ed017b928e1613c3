package fixture.classchain;

import android.app.Activity;
import android.os.Bundle;
import java.util.*;
import java.util.function.Consumer;
import reads.Read;

/** Who waits for a class of events hears of those of the classes below it. */
public class MainActivity extends Activity {
  static class Event { }
  static class Ready extends Event { }
  static class Answer extends Event { }
  static class Accepted extends Answer { }

  private final Map<Class<?>, List<Consumer<Event>>> heard = new HashMap<>();

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    on(Event.class, e -> Read.imei(this));
    on(Ready.class, e -> Read.imsi(this));
    on(Answer.class, e -> Read.location(this));
    on(Accepted.class, e -> Read.androidId(this));
    post(new Ready());
    if (Event.class.isAssignableFrom(Accepted.class)) Read.iccid(this);
    if (Accepted.class.isAssignableFrom(Event.class)) Read.phone(this);
    Class<?> above = Ready.class.getSuperclass();
    if (above == Answer.class) Read.mac(this);
  }

  @Override public void onBackPressed() { post(new Accepted()); }

  private void on(Class<? extends Event> kind, Consumer<Event> listener) {
    List<Consumer<Event>> all = heard.get(kind);
    if (all == null) {
      all = new ArrayList<>();
      heard.put(kind, all);
    }
    all.add(listener);
  }

  private void post(Event event) {
    for (Class<?> kind = event.getClass(); kind != null && kind != Object.class; kind = kind.getSuperclass()) {
      List<Consumer<Event>> all = heard.get(kind);
      if (all != null) for (Consumer<Event> one : new ArrayList<>(all)) one.accept(event);
    }
  }
}
