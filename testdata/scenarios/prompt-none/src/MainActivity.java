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

  /** Leads to the policy, and asks nobody to agree to it. */
  @Override public boolean onCreateOptionsMenu(Menu menu) {
    menu.add("隐私政策").setOnMenuItemClickListener(item -> {
      startActivity(new Intent(Intent.ACTION_VIEW, android.net.Uri.parse("https://fixture.example/privacy")));
      return true;
    });
    return true;
  }
}
