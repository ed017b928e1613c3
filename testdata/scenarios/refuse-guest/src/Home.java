package fixture.refuseguest;

import android.app.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import reads.Read;

public class Home extends Activity {
  private boolean guest;
  private boolean shown;

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    guest = getIntent().getBooleanExtra("guest", false);
    Read.androidId(this);
    LinearLayout all = new LinearLayout(this);
    all.addView(tool("扫描应用", v -> { Read.apps(this); getSharedPreferences("tools", 0).edit().putBoolean("scanned", true).apply(); }));
    all.addView(tool("清理缓存", v -> getSharedPreferences("tools", 0).edit().putBoolean("cleaned", true).apply()));
    setContentView(all);
  }

  /** A page's tools are no second prompt. */
  private View tool(String name, View.OnClickListener does) {
    Button button = new Button(this);
    button.setText(name);
    button.setOnClickListener(does);
    return button;
  }

  @Override protected void onResume() {
    super.onResume();
    if (!guest) Read.imei(this);
    if (shown) Read.mac(this);
    shown = true;
  }
}
