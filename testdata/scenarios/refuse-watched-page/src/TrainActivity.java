package fixture.refusewatchedpage;

import android.app.Activity;
import android.os.Bundle;
import android.widget.TextView;

public class TrainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(new TextView(this));
  }
}
