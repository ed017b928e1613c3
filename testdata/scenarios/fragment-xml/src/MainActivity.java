package fixture.fragmentxml;

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
  public static class One extends Fragment { public void onCreate(Bundle b) { super.onCreate(b); Read.imei(getActivity()); } public void onDestroy() { super.onDestroy(); Read.androidId(getActivity()); } }
}
