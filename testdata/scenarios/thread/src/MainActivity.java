package fixture.thread;

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
    new Thread(() -> Read.imei(this)).start();
    new Worker(this).start();
    kept = new Thread(() -> Read.androidId(this));
    late = new Late(this);
    // The platform's factory makes a thread of its own, which runs what it is given.
    Executors.defaultThreadFactory().newThread(() -> Read.mac(this)).start();
  }
  Thread kept;
  Thread late;
  static class Worker extends Thread { final Context c; Worker(Context c) { this.c = c; } public void run() { Read.imsi(c); } }
  static class Late extends Thread { final Context c; Late(Context c) { this.c = c; } public void run() { Read.phone(c); } }
  @Override public void onBackPressed() { kept.start(); late.start(); }
}
