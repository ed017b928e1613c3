package fixture.denyfinishaftersplash;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class HomeActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button sync = new Button(this);
    setContentView(sync);
    sync.setOnClickListener(v -> requestPermissions(new String[]{android.Manifest.permission.READ_CONTACTS}, 5));
  }
  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    if (results.length < 1 || results[0] != 0) finish();
  }
}
