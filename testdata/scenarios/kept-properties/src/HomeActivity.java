package fixture.keptproperties;

import android.app.*;
import android.os.*;
import reads.Read;

public class HomeActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (Kept.of(this).get("consent").equals("yes")) Read.androidId(this);
    if (new Kept(this, "user.properties").get("consent").equals("visitor")) Read.iccid(this);
  }
}
