package fixture.enumswitch;

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
    run(Mode.BASIC);
  }
  enum Mode { BASIC, FULL }
  void run(Mode m) { switch (m) { case BASIC: Read.imei(this); break; case FULL: Read.androidId(this); break; } }
  @Override public void onBackPressed() { run(Mode.FULL); }
}
