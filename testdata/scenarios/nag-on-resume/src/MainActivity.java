package fixture.nagonresume;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onResume() {
    super.onResume();
    if (checkSelfPermission("android.permission.CAMERA") != android.content.pm.PackageManager.PERMISSION_GRANTED) {
      requestPermissions(new String[]{"android.permission.CAMERA"}, 1);
    }
  }
}
