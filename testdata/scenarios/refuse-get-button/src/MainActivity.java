package fixture.refusegetbutton;

import android.app.*;
import android.os.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    AlertDialog dialog = new AlertDialog.Builder(this)
        .setMessage("请阅读《隐私政策》，选择是否同意")
        .setPositiveButton("同意", null)
        .setNegativeButton("不同意", null)
        .create();
    // So that the dialog stays open.
    dialog.setOnShowListener(shown -> {
      dialog.getButton(AlertDialog.BUTTON_POSITIVE).setOnClickListener(v -> Read.imei(this));
      dialog.getButton(AlertDialog.BUTTON_NEGATIVE).setOnClickListener(v -> Read.androidId(this));
    });
    dialog.show();
  }
}
