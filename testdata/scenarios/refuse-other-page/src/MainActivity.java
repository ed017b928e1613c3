package fixture.refuseotherpage;

import android.app.*;
import android.content.*;
import android.os.*;
import android.widget.*;
import reads.Read;

/** Where to go is one of several pages: which one the stored answer says, or what the consent page answers. */
public class MainActivity extends Activity {
  enum Route {
    ASK(AskActivity.class, true), FULL(FullActivity.class, false), LOOK(LookActivity.class, false);

    final Class<? extends Activity> page;
    final boolean waits;

    Route(Class<? extends Activity> page, boolean waits) { this.page = page; this.waits = waits; }

    static Route first(Context context) {
      String last = null;
      for (Object one : context.getSharedPreferences("answers", 0).getAll().values()) if (one instanceof String) last = (String) one;
      return "yes".equals(last) ? FULL : "no".equals(last) ? LOOK : ASK;
    }
  }

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Handler().postDelayed(() -> go(Route.first(this)), 800);
  }

  private void go(Route route) {
    Intent intent = new Intent(this, route.page);
    if (route.waits) {
      startActivityForResult(intent, 7);
    } else {
      startActivity(intent);
      finish();
    }
  }

  @Override protected void onActivityResult(int request, int result, Intent data) {
    String answer = data == null ? null : data.getStringExtra("answer");
    if (answer != null) getSharedPreferences("answers", 0).edit().putString("privacy", answer).apply();
    go(result == RESULT_OK ? Route.FULL : Route.LOOK);
  }

  public static class AskActivity extends Activity {
    @Override protected void onCreate(Bundle state) {
      super.onCreate(state);
      LinearLayout all = new LinearLayout(this);
      TextView text = new TextView(this);
      text.setText("请阅读《隐私政策》，选择是否同意");
      Button yes = new Button(this), no = new Button(this);
      yes.setText("同意");
      no.setText("不同意");
      all.addView(text);
      all.addView(yes);
      all.addView(no);
      setContentView(all);
      yes.setOnClickListener(v -> reply(RESULT_OK, "yes"));
      no.setOnClickListener(v -> reply(RESULT_CANCELED, "no"));
    }

    private void reply(int result, String answer) {
      setResult(result, new Intent().putExtra("answer", answer));
      finish();
    }
  }

  public static class FullActivity extends Activity {
    @Override protected void onCreate(Bundle state) {
      super.onCreate(state);
      Read.imei(this);
    }
  }

  public static class LookActivity extends Activity {
    @Override protected void onCreate(Bundle state) {
      super.onCreate(state);
      Button start = new Button(this);
      start.setText("我要记账");
      start.setOnClickListener(v -> startActivityForResult(new Intent(this, AskActivity.class), 8));
      setContentView(start);
    }

    @Override protected void onActivityResult(int request, int result, Intent data) {
      if (request != 8 || result != RESULT_OK) return;
      startActivity(new Intent(this, FullActivity.class));
      finish();
    }
  }
}
