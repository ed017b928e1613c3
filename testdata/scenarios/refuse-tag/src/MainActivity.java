package fixture.refusetag;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import reads.Read;

public class MainActivity extends Activity {
  private PopupWindow prompt;

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (getPreferences(MODE_PRIVATE).getBoolean("agreed", false)) {
      Read.imei(this);
      return;
    }
    LinearLayout all = new LinearLayout(this);
    TextView text = new TextView(this);
    text.setText("请阅读并同意《隐私政策》");
    all.addView(text);
    all.addView(button("同意", Boolean.TRUE));
    all.addView(button("不同意", Boolean.FALSE));
    prompt = new PopupWindow(all, 600, 400);
    prompt.showAtLocation(getWindow().getDecorView(), Gravity.CENTER, 0, 0);
  }

  private Button button(String name, Object tag) {
    Button button = new Button(this);
    button.setText(name);
    button.setTag(tag);
    button.setOnClickListener(view -> choose(view));
    return button;
  }

  private void choose(View view) {
    prompt.dismiss();
    if ((Boolean) view.getTag()) {
      getPreferences(MODE_PRIVATE).edit().putBoolean("agreed", true).apply();
      Read.imei(this);
    } else {
      Read.androidId(this);
    }
  }
}
