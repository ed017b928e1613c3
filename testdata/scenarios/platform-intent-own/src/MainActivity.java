package fixture.platformintentown;

import android.app.*;
import android.content.*;
import android.media.projection.MediaProjectionManager;
import android.os.*;
import java.util.ArrayList;
import reads.Read;

public class MainActivity extends Activity {
  static final String REQUEST = "fixture.REQUEST";

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    MediaProjectionManager screen = (MediaProjectionManager) getSystemService("media_projection");
    // The platform's page: it is no request for permissions, as an intent of this app's own could be.
    launch(screen.createScreenCaptureIntent());
    launch(new Intent(REQUEST).putExtra("names", new String[] {"android.permission.CAMERA"}));
    Intent told = new Intent().putStringArrayListExtra("names", new ArrayList<>());
    if (told.getStringArrayListExtra("names") != null) Read.androidId(this);
  }

  void launch(Intent intent) {
    if (REQUEST.equals(intent.getAction())) {
      requestPermissions(intent.getStringArrayExtra("names"), 7);
      Read.imei(this);
    } else {
      startActivityForResult(intent, 7);
    }
  }
}
