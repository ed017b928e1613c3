package fixture.denydialogexit;

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
    View start = new View(this);
    setContentView(start);
    start.setOnClickListener(v -> requestPermissions(new String[]{"android.permission.READ_PHONE_STATE"}, 100));
  }
  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    if (results[0] != 0) showMissing();
  }
  private void showMissing() {
    AlertDialog.Builder builder = new AlertDialog.Builder(this);
    builder.setTitle("提示");
    builder.setMessage("缺少必要权限，应用无法运行");
    builder.setCancelable(false);
    builder.setPositiveButton("退出", (dialog, which) -> finishAffinity());
    builder.create().show();
  }
}
