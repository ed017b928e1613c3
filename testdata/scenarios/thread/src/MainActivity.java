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
  }
  Thread kept;
  static class Worker extends Thread { final Context c; Worker(Context c) { this.c = c; } public void run() { Read.imsi(c); } }
  @Override public void onBackPressed() { kept.start(); }
}
