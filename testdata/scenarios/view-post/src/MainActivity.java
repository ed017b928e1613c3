package fixture.viewpost;

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
    View v = new View(this);
    setContentView(v);
    v.post(() -> Read.imei(this));
    Choreographer.getInstance().postFrameCallback(t -> Read.imsi(this));
    v.getViewTreeObserver().addOnGlobalLayoutListener(() -> Read.iccid(this));
    v.setOnTouchListener((w, e) -> { Read.androidId(this); return true; });
  }

}
