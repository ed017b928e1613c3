package fixture.enumfield;

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
    if (mode == State.NONE) Read.imei(this);
    if (mode == State.AGREED) Read.androidId(this);
  }
  enum State { NONE, AGREED }
  State mode = State.NONE;
  @Override public void onBackPressed() { mode = State.AGREED; if (mode == State.AGREED) Read.androidId(this); }
}
