package fixture.providerelsewhere;

import android.app.*;
import android.os.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(new android.widget.Button(this));
  }
}
