package fixture.multiprocess;

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
    startService(new Intent(this, Push.class));
  }
  public static class App extends Application { public void onCreate() { super.onCreate(); if (getPackageName().equals(name())) Read.imei(this); }
   String name() { for (ActivityManager.RunningAppProcessInfo i : ((ActivityManager) getSystemService("activity")).getRunningAppProcesses()) if (i.pid == android.os.Process.myPid()) return i.processName; return null; } }
  public static class Push extends Service { public IBinder onBind(Intent i) { return null; } public void onCreate() { Read.imsi(this); } }
}
