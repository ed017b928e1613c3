package fixture.flagafterprocess;

import android.app.*;
import android.content.*;
import android.os.*;
import java.util.List;
import reads.Read;

public class MainActivity extends Activity {
  static SharedPreferences kept;

  public static class App extends Application {
    @Override public void onCreate() {
      super.onCreate();
      if (!getPackageName().equals(process())) return;
      kept = getSharedPreferences("kept", MODE_PRIVATE);
      Read.imei(this);
      if (Consent.get().given) Read.androidId(this);
    }

    // What the system filled, not the app.
    private String process() {
      List<ActivityManager.RunningAppProcessInfo> all = getSystemService(ActivityManager.class).getRunningAppProcesses();
      for (ActivityManager.RunningAppProcessInfo one : all) if (one.pid == android.os.Process.myPid()) return one.processName;
      return "";
    }
  }

  static class Consent {
    private static Consent only;
    final boolean given = kept.getBoolean("given", false);

    static Consent get() {
      if (only == null) only = new Consent();
      return only;
    }
  }

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    setTitle(Consent.get().given ? "go" : "ask");
  }

  @Override public void onBackPressed() { kept.edit().putBoolean("given", true).apply(); }
}
