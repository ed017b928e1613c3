package fixture.dialogown;

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
    new Ask(this).show();
    kept = new Other(this);
  }
  Other kept;
  static class Ask extends Dialog { Ask(Context c) { super(c); } protected void onCreate(Bundle b) { super.onCreate(b); Read.imei(getContext()); new Button(getContext()).setOnClickListener(v -> { Read.androidId(getContext()); dismiss(); }); } }
  static class Other extends Dialog { Other(Context c) { super(c); } protected void onCreate(Bundle b) { super.onCreate(b); Read.imsi(getContext()); } }
  @Override public void onBackPressed() { kept.show(); }
}
