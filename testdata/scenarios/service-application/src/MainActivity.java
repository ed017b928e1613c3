package fixture.serviceapplication;

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
    new Button(this).setOnClickListener(v -> startService(new Intent(this, Sync.class)));
  }
  public static class App extends Application { public void onCreate() { super.onCreate(); startService(new Intent(this, Push.class)); } }
  public static class Push extends Service { public IBinder onBind(Intent i) { return null; } public int onStartCommand(Intent i, int f, int id) { Read.imei(this); return START_STICKY; } }
  public static class Sync extends Service { public IBinder onBind(Intent i) { return null; } public void onCreate() { Read.androidId(this); } }
}
