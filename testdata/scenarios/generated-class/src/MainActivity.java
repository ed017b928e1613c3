package fixture.generatedclass;

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
    Store store = make(Store.class);
    if (store.consent() == null) Read.imei(this); else Read.imsi(this);
  }
  /** As code generators do it: the implementation is called like the class, with a suffix. */
  @SuppressWarnings("unchecked") static <T> T make(Class<T> of) {
    String in = of.getPackage().getName(), name = of.getCanonicalName();
    String own = name.substring(in.length() + 1).replace('.', '_') + "_Impl";
    try {
      return (T) Class.forName(in + "." + own, true, of.getClassLoader()).newInstance();
    } catch (ReflectiveOperationException e) { throw new IllegalStateException(e); }
  }
  public abstract static class Store { abstract String consent(); }
}
class MainActivity_Store_Impl extends MainActivity.Store {
  @Override String consent() { return null; }
}
