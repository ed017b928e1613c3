package fixture.settingskeys;

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
    String key = "android_" + "id";
    android.provider.Settings.Secure.getString(getContentResolver(), key);
    android.provider.Settings.Secure.getString(getContentResolver(), "location_mode");
  }

}
