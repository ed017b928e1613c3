package fixture.denydialogchoice;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  private boolean limited;
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button go = new Button(this);
    setContentView(go);
    go.setOnClickListener(v -> ask());
  }
  private void ask() { requestPermissions(new String[]{"android.permission.WRITE_EXTERNAL_STORAGE"}, 2); }
  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    boolean granted = results.length > 0 && results[0] == 0;
    if (!granted) {
      new AlertDialog.Builder(this).setMessage("没有存储权限，无法缓存图片").setCancelable(false)
          .setPositiveButton("继续使用", new DialogInterface.OnClickListener() {
            @Override public void onClick(DialogInterface d, int w) { limited = true; d.dismiss(); }
          })
          .setNegativeButton("退出", new DialogInterface.OnClickListener() {
            @Override public void onClick(DialogInterface d, int w) { finish(); }
          }).show();
    }
  }
}
