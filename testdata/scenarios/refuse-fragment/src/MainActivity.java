package fixture.refusefragment;

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
    if (getSharedPreferences("s", 0).getBoolean("agreed", false)) go(); else new ConsentFragment().show(getFragmentManager(), "consent");
  }
  void go() { startActivity(new Intent(this, HomeActivity.class)); finish(); }
}
