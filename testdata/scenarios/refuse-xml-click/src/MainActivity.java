package fixture.refusexmlclick;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) { super.onCreate(state); setContentView(R.layout.dialog_privacy); }
  public void onYes(View v) { getPreferences(0).edit().putBoolean("ok", true).apply(); Read.imei(this); }
  public void onNo(View v) { finishAffinity(); }
}
