package fixture.flagsingleton;

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
    new Button(this).setOnClickListener(v -> { Config.get().agreed = true; step(); });
    step();
  }
  static class Config {
   private static Config one; boolean agreed; boolean track = true;
   static Config get() { if (one == null) one = new Config(); return one; }
  }
  void step() { if (Config.get().track) Read.imei(this); if (Config.get().agreed) Read.androidId(this); }
}
