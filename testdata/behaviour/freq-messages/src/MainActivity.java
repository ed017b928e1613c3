package fixture.freqmessages;

import android.app.Activity;
import android.os.Bundle;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Machine(this).start();
    new Desk(this).start();
  }
}
