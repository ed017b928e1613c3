package fixture.sdknotheld;

import android.app.Activity;
import android.os.Bundle;
import com.umeng.commonsdk.UMConfigure;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) { super.onCreate(state); UMConfigure.init(this, "key", "channel", 1, null); }
}
