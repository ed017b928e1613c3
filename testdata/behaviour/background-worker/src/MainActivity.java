package fixture.backgroundworker;

import android.app.*;
import android.content.Context;
import android.os.*;
import android.widget.*;
import androidx.work.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button start = new Button(this);
    start.setText("start");
    setContentView(start);
    start.setOnClickListener(view -> {
      WorkManager.getInstance(this).enqueue(new PeriodicWorkRequest.Builder(Trace.class, 12, TimeUnit.HOURS).build());
      new Lister().doWork(this);
    });
  }

  public static class Trace extends Worker {
    public Trace(Context context) { super(context); }
    @Override public Result doWork() {
      Read.location(getApplicationContext());
      return null;
    }
  }

  static class Lister {
    void doWork(Context context) { Read.apps(context); }
  }
}
