package fixture.refuseguest;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import reads.Read;

/** Both buttons come from one helper with one listener; they differ in the number that they are given. */
public class MainActivity extends Activity implements View.OnClickListener {
  private static final int YES = 101;
  private static final int NO = 102;

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (getSharedPreferences("tools", 0).getBoolean("cleaned", false)) setTitle("clean");
    LinearLayout all = new LinearLayout(this);
    TextView text = new TextView(this);
    text.setText("请阅读并同意《隐私政策》");
    all.addView(text);
    all.addView(button(YES, "同意"));
    all.addView(button(NO, "不同意"));
    setContentView(all);
  }

  private View button(int id, String name) {
    Button button = new Button(this);
    button.setId(id);
    button.setText(name);
    button.setOnClickListener(this);
    return button;
  }

  @Override public void onClick(View view) {
    Intent next = new Intent(this, Home.class);
    if (view.getId() == YES) {
      getPreferences(MODE_PRIVATE).edit().putBoolean("agreed", true).apply();
    } else {
      next.putExtra("guest", true);
    }
    startActivity(next);
    finish();
  }
}
