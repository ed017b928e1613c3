package fixture.callbackstold;

import android.app.Activity;
import android.content.Intent;
import android.media.MediaPlayer;
import android.os.*;
import android.widget.Filter;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    ResultReceiver told = new ResultReceiver(new Handler(Looper.getMainLooper())) {
      @Override protected void onReceiveResult(int code, Bundle data) { Read.imsi(MainActivity.this); }
    };
    told.send(1, null);
    ResultReceiver untold = new ResultReceiver(null) {
      @Override protected void onReceiveResult(int code, Bundle data) { Read.location(MainActivity.this); }
    };
    setResult(RESULT_OK, new Intent().putExtra("to", untold));
    new Filter() {
      @Override protected FilterResults performFiltering(CharSequence text) { Read.iccid(MainActivity.this); return null; }
      @Override protected void publishResults(CharSequence text, FilterResults results) { }
    }.filter("a");
    RecursiveAction split = new RecursiveAction() { @Override protected void compute() { Read.phone(MainActivity.this); } };
    split.fork();
    ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (task, full) -> Read.androidId(this)) {
      @Override protected void beforeExecute(Thread thread, Runnable task) { Read.mac(MainActivity.this); }
    };
    pool.execute(() -> { });
    MediaPlayer player = new MediaPlayer();
    player.setOnCompletionListener(done -> Read.apps(this));
    player.setOnPreparedListener(ready -> setTitle("ready"));
    player.prepareAsync();
    finish();
  }

  @Override protected void onDestroy() {
    Read.imei(this);
    super.onDestroy();
  }
}
