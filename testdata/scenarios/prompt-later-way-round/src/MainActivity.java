package fixture.promptlaterwayround;

import android.app.*;
import android.content.*;
import android.os.*;
import android.widget.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    LinearLayout all = new LinearLayout(this);
    Button scan = new Button(this);
    scan.setText("开始扫描");
    scan.setOnClickListener(v -> startActivity(new Intent(this, ScanActivity.class)));
    Button help = new Button(this);
    help.setText("联系客服");
    help.setOnClickListener(v -> Read.androidId(this));
    all.addView(scan);
    all.addView(help);
    setContentView(all);
  }
}
