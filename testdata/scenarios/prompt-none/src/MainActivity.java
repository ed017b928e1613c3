package fixture.promptnone;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(new TextView(this));
    Read.androidId(this);
    if (checkSelfPermission("android.permission.CAMERA") == 0) setTitle("camera");
    else requestPermissions(new String[] {"android.permission.CAMERA"}, 1);
  }
}
