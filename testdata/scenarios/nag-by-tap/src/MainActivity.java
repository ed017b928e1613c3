package fixture.nagbytap;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  private boolean done;

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button b = new Button(this);
    b.setOnClickListener(v -> dictate());
    b.setOnLongClickListener(v -> done = true);
    setContentView(b);
  }
  // It leaves when it comes back, whatever was answered.
  @Override protected void onResume() {
    super.onResume();
    if (done) finish();
  }
  void dictate() {
    if (checkSelfPermission("android.permission.RECORD_AUDIO") == 0) Read.imei(this); else ask();
  }
  void ask() { requestPermissions(new String[]{"android.permission.RECORD_AUDIO"}, 1); }
  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    super.onRequestPermissionsResult(code, names, results);
    if (results.length > 0 && results[0] == 0) { dictate(); return; }
    if (shouldShowRequestPermissionRationale("android.permission.RECORD_AUDIO")) {
      new AlertDialog.Builder(this).setMessage("语音输入需要录音权限")
          .setPositiveButton("再试一次", (d, w) -> ask()).setNegativeButton("不用了", (d, w) -> d.dismiss()).show();
    }
  }
}
