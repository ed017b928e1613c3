package fixture.refusehelperbuttons;

import android.app.*;
import android.os.*;
import android.widget.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) { super.onCreate(state); showDialog(7); }
  @Override protected Dialog onCreateDialog(int id) {
    Dialog dialog = new Dialog(this);
    LinearLayout box = new LinearLayout(this);
    TextView text = new TextView(this); text.setText("请阅读《隐私政策》"); box.addView(text);
    add(box, "同意", () -> Read.imei(this));
    add(box, "稍后再说", () -> setTitle("later"));
    add(box, "不同意", () -> { Read.imsi(this); finish(); });
    dialog.setContentView(box);
    return dialog;
  }
  private void add(LinearLayout box, String label, Runnable runs) { Button b = new Button(this); b.setText(label); b.setOnClickListener(v -> runs.run()); box.addView(b); }
}
