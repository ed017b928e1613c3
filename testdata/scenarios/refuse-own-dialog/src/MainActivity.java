package fixture.refuseowndialog;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity implements PrivacyDialog.Listener {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (getSharedPreferences("p", 0).getInt("state", 0) == 1) load(); else new PrivacyDialog(this, this).show();
  }
  @Override public void onAgree() { getSharedPreferences("p", 0).edit().putInt("state", 1).commit(); load(); }
  @Override public void onRefuse() { Toast.makeText(this, "浏览模式", Toast.LENGTH_SHORT).show(); }
  private void load() { Read.imsi(this); }
}
