package fixture.refusefragment;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class HomeActivity extends Activity {
  @Override protected void onCreate(Bundle state) { super.onCreate(state); setContentView(new TextView(this)); Read.location(this); }
}
