package fixture.viewnone;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.lang.reflect.Method;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    LinearLayout all = new LinearLayout(this);
    all.addView(new Shown(this));
    setContentView(all);
    // Nothing is known of the view, nor of what is given a class here.
    View some = getCurrentFocus();
    all.addView(some);
    try {
      Method set = Intent.class.getMethod("setClass", Context.class, Class.class);
      set.invoke(getLastNonConfigurationInstance(), this, Panel.class);
    } catch (Exception e) { }
  }
}
