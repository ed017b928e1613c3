package fixture.refusegetbutton;

import android.app.*;
import android.os.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    AlertDialog dialog = new AlertDialog.Builder(this)
        .setMessage("请阅读《隐私政策》，选择是否同意")
        .setPositiveButton("同意", null)
        .setNegativeButton("不同意", null)
        .create();
    // So that the dialog stays open.
    dialog.setOnShowListener(new Shown(this, dialog));
    dialog.show();
  }
}
