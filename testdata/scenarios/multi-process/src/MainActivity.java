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
    getContentResolver().query(android.net.Uri.parse("content://fixture.multiprocess.notes/all"), null, null, null, null);
    new Button(this).setOnClickListener(v -> startService(new Intent(this, Sync.class)));
  }
  public static class App extends Application { public void onCreate() { super.onCreate(); if (getPackageName().equals(name())) Read.imei(this); }
   String name() { for (ActivityManager.RunningAppProcessInfo i : ((ActivityManager) getSystemService("activity")).getRunningAppProcesses()) if (i.pid == android.os.Process.myPid()) return i.processName; return null; } }
  public static class Push extends Service { public IBinder onBind(Intent i) { return null; } public void onCreate() { Read.imsi(this); } }
  public static class Sync extends Service { public IBinder onBind(Intent i) { return null; } }
  public static class Store extends ContentProvider {
    @Override public boolean onCreate() { return true; }
    @Override public android.database.Cursor query(android.net.Uri u, String[] p, String s, String[] a, String o) { return null; }
    @Override public String getType(android.net.Uri u) { return null; }
    @Override public android.net.Uri insert(android.net.Uri u, ContentValues v) { return null; }
    @Override public int delete(android.net.Uri u, String s, String[] a) { return 0; }
    @Override public int update(android.net.Uri u, ContentValues v, String s, String[] a) { return 0; }
  }
  public static class PushStore extends Store { @Override public boolean onCreate() { Read.mac(getContext()); return true; } }
  public static class SyncStore extends Store { @Override public boolean onCreate() { Read.androidId(getContext()); return true; } }
  public static class Notes extends Store { @Override public boolean onCreate() { Read.phone(getContext()); return true; } }
  public static class Unused extends Store { @Override public boolean onCreate() { Read.iccid(getContext()); return true; } }
}
