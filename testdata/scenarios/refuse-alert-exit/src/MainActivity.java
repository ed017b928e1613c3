package fixture.refusealertexit;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    // Buttons of the page itself, of which one does more than the other: no choice about consent.
    LinearLayout page = new LinearLayout(this);
    Button record = new Button(this);
    record.setText("录音");
    record.setOnClickListener(v -> requestPermissions(new String[] {"android.permission.RECORD_AUDIO"}, 1));
    page.addView(record);
    Button share = new Button(this);
    share.setText("分享");
    share.setOnClickListener(v -> { Read.apps(this); Read.imsi(this); startActivity(new Intent(Intent.ACTION_SEND)); });
    page.addView(share);
    setContentView(page);
    final SharedPreferences prefs = getSharedPreferences("app", MODE_PRIVATE);
    if (prefs.getBoolean("privacy_agreed", false)) { start(); return; }
    new AlertDialog.Builder(this).setTitle("用户协议与隐私政策").setMessage("请阅读并同意《用户协议》和《隐私政策》")
        .setCancelable(false)
        .setPositiveButton("同意", new DialogInterface.OnClickListener() {
          @Override public void onClick(DialogInterface d, int w) { prefs.edit().putBoolean("privacy_agreed", true).apply(); start(); }
        })
        .setNegativeButton("不同意", new DialogInterface.OnClickListener() {
          @Override public void onClick(DialogInterface d, int w) { finish(); }
        }).show();
  }
  private void start() { Read.androidId(this); }
}
