package fixture.flagstatic;

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
    ready = true;
    new Button(this).setOnClickListener(v -> { agreed = true; step(); });
    step();
  }
  static boolean ready, agreed;
  void step() { if (ready) Read.imei(this); if (agreed) Read.androidId(this); }
}
