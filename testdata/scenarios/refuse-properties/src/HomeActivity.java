package fixture.refuseproperties;

import android.app.*;
import android.os.*;
import reads.Read;

public class HomeActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (App.container.get(Answer.class).get().equals("visitor")) Read.iccid(this);
  }

  @Override public void onWindowFocusChanged(boolean has) {
    super.onWindowFocusChanged(has);
    if (has && "yes".equals(App.container.get(Answer.class).get())) Read.androidId(this);
  }
}
