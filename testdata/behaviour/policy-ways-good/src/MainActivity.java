package fixture.policywaysgood;

import android.app.*;
import android.content.*;
import android.hardware.*;
import android.net.Uri;
import android.os.*;
import android.view.*;
import android.widget.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(new LinearLayout(this));
    home();
    if (!getPreferences(0).getBoolean("agreed", false)) ask(); else begin();
  }
  private void home() {
    Button settings = new Button(this);
    settings.setOnClickListener(v -> startActivity(new Intent(this, Settings.class)));
    addContentView(settings, new ViewGroup.LayoutParams(-1, -2));
  }

  private void ask() {
    android.text.SpannableString text = new android.text.SpannableString("请阅读并同意《隐私政策》");
    text.setSpan(new android.text.style.ClickableSpan() {
      @Override public void onClick(View view) { startActivity(new Intent(Intent.ACTION_VIEW, Uri.parse(getString(R.string.privacy_policy_url)))); }
    }, 6, 12, 0);
    new AlertDialog.Builder(this).setMessage(text)
        .setPositiveButton("同意", (d, w) -> { getPreferences(0).edit().putBoolean("agreed", true).apply(); begin(); })
        .setNegativeButton("不同意", (d, w) -> finish()).show();
  }
  private void begin() { reads.Read.androidId(this); }
}
