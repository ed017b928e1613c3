package fixture.refusedismisslistener;

import android.app.*;
import android.content.*;
import android.os.*;
import android.widget.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (getPreferences(MODE_PRIVATE).getBoolean("agreed", false)) return;
    Prompt prompt = new Prompt(this, () -> getPreferences(MODE_PRIVATE).edit().putBoolean("agreed", true).apply());
    prompt.setOnDismissListener(dialog -> Read.imei(this));
    prompt.setOnCancelListener(dialog -> Read.imsi(this));
    prompt.show();
  }

  static class Prompt extends Dialog {
    private final Runnable agreed;

    Prompt(Context c, Runnable agreed) {
      super(c);
      this.agreed = agreed;
    }

    @Override protected void onCreate(Bundle state) {
      setCancelable(false);
      LinearLayout all = new LinearLayout(getContext());
      TextView text = new TextView(getContext());
      text.setText("请阅读并同意《隐私政策》");
      all.addView(text);
      all.addView(button("同意", agreed));
      all.addView(button("不同意", () -> { }));
      setContentView(all);
    }

    private Button button(String name, Runnable then) {
      Button button = new Button(getContext());
      button.setText(name);
      button.setOnClickListener(v -> {
        then.run();
        dismiss();
      });
      return button;
    }
  }
}
