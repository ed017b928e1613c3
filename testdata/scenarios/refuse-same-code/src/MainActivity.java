package fixture.refusesamecode;

import android.app.*;
import android.content.*;
import android.os.Bundle;
import java.util.*;
import reads.Read;

/** The same code helps before the answer, after agreeing and after refusing: what it does depends on the stored level. */
public class MainActivity extends Activity {
  enum Level {
    NONE, BASIC, FULL;

    static Level of(SharedPreferences stored) { return valueOf(stored.getString("level", BASIC.name())); }

    boolean atLeast(Level other) { return compareTo(other) >= 0; }
  }

  interface Helper {
    Level level();
    void help(Context context);
  }

  static class Paste implements Helper {
    @Override public Level level() { return Level.BASIC; }
    @Override public void help(Context context) { Read.imei(context); }
  }

  static class Book implements Helper {
    @Override public Level level() { return Level.FULL; }
    @Override public void help(Context context) { Read.location(context); }
  }

  private final List<Helper> helpers = new ArrayList<>();
  private SharedPreferences stored;

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    stored = getSharedPreferences("send", MODE_PRIVATE);
    helpers.add(new Paste());
    helpers.add(new Book());
    refresh();
    if (stored.contains("answered")) return;
    new AlertDialog.Builder(this).setTitle("个人信息保护提示").setMessage("详见《隐私政策》").setCancelable(false)
        .setPositiveButton("同意", (dialog, which) -> answer(Level.FULL))
        .setNegativeButton("不同意", (dialog, which) -> answer(Level.NONE)).show();
  }

  private void answer(Level level) {
    stored.edit().putString("level", level.name()).commit();
    stored.edit().putBoolean("answered", true).apply();
    refresh();
  }

  private void refresh() {
    Level now = Level.of(stored);
    for (Helper helper : helpers) if (now.atLeast(helper.level())) helper.help(this);
  }
}
