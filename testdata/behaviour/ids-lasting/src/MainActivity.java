package fixture.idslasting;

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
    Read.imei(this);
    Read.mac(this);
    Read.androidId(this);
    setTitle(Build.SERIAL);
  }
}
