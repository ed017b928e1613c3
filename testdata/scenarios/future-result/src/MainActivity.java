package fixture.futureresult;

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
    SharedPreferences prefs = getSharedPreferences("app", MODE_PRIVATE);
    Future<Boolean> agreed = Executors.newSingleThreadExecutor().submit(() -> prefs.getBoolean("agreed", false));
    try { if (agreed.get()) Read.imei(this); else Read.imsi(this); } catch (Exception e) { finish(); }
    CompletableFuture.supplyAsync(() -> prefs.getInt("version", 0)).thenApply(n -> n > 0).thenAccept(b -> { if (b) Read.mac(this); else Read.phone(this); });
  }
}
