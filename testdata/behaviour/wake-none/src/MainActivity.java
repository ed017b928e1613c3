package fixture.wakenone;

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
    LinearLayout page = new LinearLayout(this);
    add(page, () -> startActivity(new Intent(Intent.ACTION_SEND).setType("text/plain").setPackage("com.tencent.mm")));
    add(page, () -> startActivity(new Intent(Intent.ACTION_VIEW, android.net.Uri.parse("market://details?id=" + getPackageName()))));
    setContentView(page);
    startService(new Intent().setClassName(this, "fixture.wakenone.MainActivity$Own"));
    startService(new Intent().setComponent(new ComponentName(getPackageName(), "fixture.wakenone.MainActivity$Own")));
  }
  private void add(LinearLayout page, Runnable act) {
    Button b = new Button(this);
    b.setOnClickListener(v -> act.run());
    page.addView(b);
  }
  public static class Own extends Service { public IBinder onBind(Intent i) { return null; } }
}
