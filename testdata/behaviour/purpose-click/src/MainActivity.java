package fixture.purposeclick;

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
    Button go = new Button(this);
    go.setText("Go");
    go.setOnClickListener(v -> requestPermissions(new String[] {"android.permission.READ_CONTACTS", "android.permission.ACCESS_FINE_LOCATION"}, 1));
    setContentView(go);
  }
}
