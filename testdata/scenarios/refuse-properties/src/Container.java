package fixture.refuseproperties;

import java.util.*;

/** Makes each thing once, when it is first asked for. */
class Container {
  interface Maker<T> { T make(); }

  private final Map<Class<?>, Maker<?>> makers = new HashMap<>();
  private final Map<Class<?>, Object> singles = new HashMap<>();

  <T> void put(Class<T> key, Maker<? extends T> maker) { makers.put(key, maker); }

  <T> T get(Class<T> key) {
    Object one = singles.get(key);
    if (one == null) {
      one = makers.get(key).make();
      singles.put(key, one);
    }
    return key.cast(one);
  }
}
