package fixture.refuseproperties;

import android.app.*;
import android.content.*;
import android.os.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    String answer = App.container.get(Answer.class).get();
    startActivity(new Intent(this, answer.equals("none") ? GuideActivity.class : HomeActivity.class));
    finish();
  }
}
