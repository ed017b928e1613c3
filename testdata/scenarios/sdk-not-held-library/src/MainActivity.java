package fixture.sdknotheldlibrary;

import android.app.Activity;
import android.os.Bundle;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) { super.onCreate(state); Read.imei(this); okhttp3.internal.Trace.start(this); }
}
