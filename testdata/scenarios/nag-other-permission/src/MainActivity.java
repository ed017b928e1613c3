package fixture.nagotherpermission;

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
    Button b = new Button(this);
    b.setOnClickListener(v -> requestPermissions(new String[]{"android.permission.CAMERA"}, 1));
    setContentView(b);
  }
  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    if (code == 1) requestPermissions(new String[]{"android.permission.RECORD_AUDIO"}, 2);
  }
}
