package fixture.refusesetbutton;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity implements DialogInterface.OnClickListener {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (getSharedPreferences("app", MODE_PRIVATE).getBoolean("privacy_agreed", false)) return;
    AlertDialog dialog = new AlertDialog.Builder(this).setTitle("用户协议与隐私政策").setMessage("请阅读并同意《隐私政策》").create();
    dialog.setButton(DialogInterface.BUTTON_POSITIVE, "同意", this);
    dialog.setButton(DialogInterface.BUTTON_NEGATIVE, "不同意", this);
    dialog.setButton(DialogInterface.BUTTON_NEUTRAL, "查看", this);
    dialog.show();
  }
  @Override public void onClick(DialogInterface dialog, int which) {
    if (which == DialogInterface.BUTTON_POSITIVE) {
      getSharedPreferences("app", MODE_PRIVATE).edit().putBoolean("privacy_agreed", true).apply();
      Read.androidId(this);
    } else if (which == DialogInterface.BUTTON_NEGATIVE) {
      Read.mac(this);
      finish();
    } else {
      Read.imsi(this);
    }
  }
}
