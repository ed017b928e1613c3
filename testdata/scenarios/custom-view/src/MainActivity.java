package fixture.customview;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.first);
  }
  public static class Banner extends View { public Banner(Context c, android.util.AttributeSet a) { super(c, a); Read.imei(c); } }
  public static class Chart extends View { public Chart(Context c, android.util.AttributeSet a) { super(c, a); } protected void onAttachedToWindow() { super.onAttachedToWindow(); Read.androidId(getContext()); } }
  @Override public void onBackPressed() { setContentView(R.layout.second); }
}
