package fixture.refusedismissed;

import android.app.*;
import android.os.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    AlertDialog d = new AlertDialog.Builder(this).setMessage("请阅读《隐私政策》").create();
    d.setButton(AlertDialog.BUTTON_POSITIVE, "同意", (x, w) -> Read.imei(this));
    d.setButton(AlertDialog.BUTTON_NEGATIVE, "不同意", (x, w) -> setTitle("guest"));
    d.setOnDismissListener(x -> Read.imsi(this));
    d.setOnCancelListener(x -> Read.iccid(this));
    d.show();
  }
}
