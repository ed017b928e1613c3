package fixture.classannotated;

import android.app.Activity;
import android.content.Context;
import android.os.Bundle;
import java.lang.annotation.*;
import reads.Read;

/** Tasks say by an annotation of their class when they run. */
public class MainActivity extends Activity {
  enum When { START, LATER }

  @Retention(RetentionPolicy.RUNTIME) @interface Task {
    boolean early() default false;
    int order() default 3;
    String name() default "";
    When at() default When.LATER;
  }

  @Retention(RetentionPolicy.RUNTIME) @interface Group { String value(); }

  @Retention(RetentionPolicy.CLASS) @interface Hint { }

  interface Work { void run(Context context); }

  static final Class<?>[] ALL = {Model.class, Location.class, Card.class, Network.class, Shop.class, Apps.class};

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    for (Class<?> one : ALL) {
      Task task = one.getAnnotation(Task.class);
      Group group = one.getAnnotation(Group.class);
      boolean runs = task != null && (task.early() || task.order() == 1 || "sim".equals(task.name()) || task.at() == When.START)
          || group != null && group.value().equals("core") || one.isAnnotationPresent(Hint.class);
      if (runs) start(one);
    }
  }

  private void start(Class<?> one) {
    try {
      ((Work) one.newInstance()).run(this);
    } catch (ReflectiveOperationException e) {
      setTitle(one.getSimpleName());
    }
  }

  @Task(early = true) public static class Model implements Work { public void run(Context c) { Read.imei(c); } }
  @Task(order = 2) public static class Location implements Work { public void run(Context c) { Read.location(c); } }
  @Task(name = "sim") public static class Card implements Work { public void run(Context c) { Read.iccid(c); } }
  @Task(at = When.START) public static class Network implements Work { public void run(Context c) { Read.imsi(c); } }
  @Group("core") public static class Shop implements Work { public void run(Context c) { Read.phone(c); } }
  @Hint @Group("extra") public static class Apps implements Work { public void run(Context c) { Read.apps(c); } }
}
