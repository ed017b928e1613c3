package fixture.intentextras;

import android.app.*;
import android.content.*;
import android.os.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (!isTaskRoot()) Read.mac(this);
    Intent intent = new Intent(this, NextActivity.class);
    intent.putExtra("auto", false);
    intent.putExtras(arguments());
    if (SystemClock.uptimeMillis() > 5000) intent.putExtra("slow", true);
    startActivity(intent);
  }

  private static Bundle arguments() {
    Bundle bundle = new Bundle();
    bundle.putString("from", "main");
    bundle.putBoolean("first", true);
    return bundle;
  }
}
