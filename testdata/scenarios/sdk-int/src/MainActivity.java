package fixture.sdkint;

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
    if (Build.VERSION.SDK_INT < 19) Read.androidId(this);
    if (Build.VERSION.SDK_INT >= 29) Read.imei(this);
  }

}
