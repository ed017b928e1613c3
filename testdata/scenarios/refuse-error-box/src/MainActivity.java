package fixture.refuseerrorbox;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    LinearLayout box = new LinearLayout(this);
    Button dismiss = new Button(this);
    dismiss.setText("Dismiss (ESC)");
    dismiss.setOnClickListener(v -> box.setVisibility(View.GONE));
    Button reload = new Button(this);
    reload.setText("Reload (R, R)");
    reload.setOnClickListener(v -> { reload(); getPreferences(0).edit().putBoolean("reloaded", true).apply(); });
    box.addView(dismiss);
    box.addView(reload);
    setContentView(box);
    if (getPreferences(0).getBoolean("reloaded", false)) Read.mac(this);
  }
  private void reload() { Read.androidId(this); }
}
