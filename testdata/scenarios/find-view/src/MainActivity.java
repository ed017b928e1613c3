package fixture.findview;

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
    Box box = (Box) findViewById(R.id.box);
    box.load();
    findViewById(R.id.ok).setOnClickListener(new View.OnClickListener() { public void onClick(View v) { box.more(); } });
  }
  public static class Box extends View {
   public Box(Context c, android.util.AttributeSet a) { super(c, a); }
   void load() { Read.imei(getContext()); }
   void more() { Read.androidId(getContext()); }
  }
}
