package fixture.guardparameter;

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
    Sdk.init(this, false);
    Sdk.log(this, true);
  }
  static class Sdk {
   static void init(Context c, boolean collect) { if (collect) Read.androidId(c); }
   static void log(Context c, boolean collect) { if (collect) Read.imei(c); }
  }
}
