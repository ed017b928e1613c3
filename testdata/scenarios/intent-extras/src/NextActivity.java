package fixture.intentextras;

import android.app.*;
import android.os.*;
import reads.Read;

public class NextActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (getIntent().getBooleanExtra("auto", true)) Read.androidId(this);
    Bundle extras = getIntent().getExtras();
    if (extras.getBoolean("first")) Read.imei(this);
    if ("push".equals(extras.getString("from"))) Read.apps(this);
    // Perhaps put, else the default.
    if (getIntent().getBooleanExtra("slow", false)) Read.imsi(this);
    if (!getIntent().getBooleanExtra("slow", false)) Read.phone(this);
    if (getIntent().hasExtra("deep")) Read.location(this);
  }
}
