package fixture.stringmode;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  void mode(String mode) {
    switch (mode) {
      case "visitor": Read.imei(this); break;
      case "basic": break;
      default: Read.androidId(this);
    }
  }
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    String mode = getSharedPreferences("a", 0).getString("mode", "");
    mode(mode.isEmpty() ? "visitor" : mode);
    if (Integer.parseInt(getSharedPreferences("a", 0).getString("version", "0")) > 0) Read.mac(this);
  }
  @Override public void onBackPressed() { mode("full"); Read.mac(this); }
}
