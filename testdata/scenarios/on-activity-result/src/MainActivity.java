package fixture.onactivityresult;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    startActivityForResult(new Intent("android.intent.action.PICK"), 1);
    Read.imei(this);
  }
  protected void onActivityResult(int q, int r, Intent d) { Read.androidId(this); }
}
