package fixture.proxyannotated;

import android.app.Activity;
import android.content.Context;
import android.os.Bundle;
import java.lang.annotation.*;
import java.lang.reflect.*;
import reads.Read;

public class MainActivity extends Activity {
  @Retention(RetentionPolicy.RUNTIME) @interface NeedsConsent { }

  interface Device {
    String imei(Context c);
    @NeedsConsent String id(Context c);
  }

  static class Real implements Device {
    public String imei(Context c) { return Read.imei(c); }
    public String id(Context c) { return Read.androidId(c); }
  }

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Device device = gate(getSharedPreferences("kept", 0).getBoolean("agreed", false));
    setTitle(device.imei(this) + device.id(this));
  }

  private Device gate(boolean agreed) {
    Device real = new Real();
    InvocationHandler gate = (proxy, method, args) -> {
      if (method.isAnnotationPresent(NeedsConsent.class) && !agreed) return "";
      return method.invoke(real, args);
    };
    return (Device) Proxy.newProxyInstance(Device.class.getClassLoader(), new Class<?>[] {Device.class}, gate);
  }

  @Override public void onBackPressed() { setTitle(new Real().id(this)); }
}
