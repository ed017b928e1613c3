package fixture.taskrunner;

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
    Runner.run(() -> Read.imei(this));
    new Button(this).setOnClickListener(v -> Runner.run(() -> Read.androidId(this)));
  }
  static class Runner { static final Executor pool = Executors.newFixedThreadPool(2); static void run(Runnable r) { pool.execute(r); } }
}
