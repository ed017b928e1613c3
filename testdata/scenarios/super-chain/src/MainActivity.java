package fixture.superchain;

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
    startActivity(new Intent(this, Deep.class));
  }
  public static abstract class Base extends Activity { protected void onCreate(Bundle b) { super.onCreate(b); step(); } protected abstract void step(); void more() { Read.androidId(this); } }
  public static class Deep extends Base { protected void step() { Read.imei(this); } public void onBackPressed() { more(); } }
}
