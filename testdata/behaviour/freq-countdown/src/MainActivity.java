package fixture.freqcountdown;

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
    new CountDownTimer(600_000, 1000) {
      @Override public void onTick(long left) { Read.location(MainActivity.this); }
      @Override public void onFinish() { }
    }.start();
    new CountDownTimer(5000, 1000) {
      @Override public void onTick(long left) { setTitle("skip " + left / 1000); }
      @Override public void onFinish() { Read.androidId(MainActivity.this); }
    }.start();
  }
}
