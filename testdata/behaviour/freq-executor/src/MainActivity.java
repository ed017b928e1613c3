package fixture.freqexecutor;

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
    Loops.every(10, () -> Read.location(this));
    Loops.every(3600, () -> Read.apps(this));
    Loops.later(5, () -> Read.imei(this));
  }
}
