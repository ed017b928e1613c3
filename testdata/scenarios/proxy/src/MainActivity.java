package fixture.proxy;

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
    Api a = (Api) java.lang.reflect.Proxy.newProxyInstance(getClassLoader(), new Class<?>[]{Api.class}, (p, m, args) -> { if (m.getName().equals("one")) Read.imei(this); else Read.androidId(this); return null; });
    a.one();
    kept = a;
  }
  interface Api { void one(); void two(); }
  Api kept;
  @Override public void onBackPressed() { kept.two(); }
}
