package fixture.proxyforward;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  interface Device { String imei(Context c); String id(Context c); }
  static class Real implements Device { public String imei(Context c) { return Read.imei(c); } public String id(Context c) { return Read.androidId(c); } }
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Device real = new Real();
    String open = "imei";
    Device device = (Device) java.lang.reflect.Proxy.newProxyInstance(getClassLoader(), new Class<?>[] {Device.class}, (p, m, a) -> {
      if (m.getName().equals(open)) return m.invoke(real, a);
      return "";
    });
    device.imei(this);
    device.id(this);
  }
  @Override public void onBackPressed() { new Real().id(this); }
}
