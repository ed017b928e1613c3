package fixture.consentcallback;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Ask(this, new Ask.Result() { public void agreed() { start(); } public void refused() { finish(); } }).show();
  }
  void start() { getSharedPreferences("a", 0).edit().putBoolean("agreed", true).apply(); Read.androidId(this); }
  static class Ask extends Dialog { interface Result { void agreed(); void refused(); } final Result r; Ask(Context c, Result r) { super(c); this.r = r; }
   protected void onCreate(Bundle b) { super.onCreate(b); Button y = new Button(getContext()); y.setOnClickListener(v -> { dismiss(); r.agreed(); }); Button n = new Button(getContext()); n.setOnClickListener(v -> r.refused()); setContentView(y); } }
}
