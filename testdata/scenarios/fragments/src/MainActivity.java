package fixture.fragments;

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
    getFragmentManager().beginTransaction().add(android.R.id.content, new One()).commit();
    new Button(this).setOnClickListener(v -> getFragmentManager().beginTransaction().replace(android.R.id.content, new Two()).commit());
  }
  public static class One extends Fragment { public View onCreateView(LayoutInflater i, ViewGroup g, Bundle b) { Read.imei(getActivity()); return null; } }
  public static class Two extends Fragment { public void onResume() { super.onResume(); Read.androidId(getActivity()); } }
}
