package fixture.executors;

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
    ExecutorService e = Executors.newSingleThreadExecutor();
    e.execute(() -> Read.imei(this));
    e.submit(new Callable<String>() { public String call() { Read.imsi(MainActivity.this); return ""; } });
    Executors.newScheduledThreadPool(1).scheduleAtFixedRate(() -> Read.iccid(this), 1, 1, TimeUnit.MINUTES);
    new Button(this).setOnClickListener(v -> e.execute(() -> Read.androidId(this)));
  }

}
