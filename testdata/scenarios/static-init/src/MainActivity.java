package fixture.staticinit;

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
    One.touch();
  }
  static Context app;
  public static class App extends Application { public void onCreate() { super.onCreate(); app = this; } }
  static class One { static final Object o; static { Read.imei(app); o = new Object(); } static void touch() { System.out.println(o); } }
  static class Two { static final Object o; static { Read.androidId(app); o = new Object(); } static void touch() { System.out.println(o); } }
  @Override public void onBackPressed() { Two.touch(); }
}
