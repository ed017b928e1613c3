package fixture.saidbyitself;

import android.app.*;
import android.content.Context;
import android.os.*;
import android.util.Log;
import reads.Read;

public class MainActivity extends Activity {
  private Object kept;

  @Override protected void onCreate(Bundle saved) {
    super.onCreate(saved);
    kept = new Quiet(this);
    Log.d("start", "on " + new Device(this) + " by " + String.valueOf(new Line(this)));
  }

  static class Device {
    private final Context context;
    Device(Context context) { this.context = context; }
    @Override public String toString() { return "device " + Read.imei(context); }
  }

  static class Line {
    private final Context context;
    Line(Context context) { this.context = context; }
    @Override public String toString() { return Read.phone(context); }
  }

  static class Quiet {
    private final Context context;
    Quiet(Context context) { this.context = context; }
    @Override public String toString() { return Read.androidId(context); }
  }
}
