package fixture.denyfinishfeature;

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
    Button scan = new Button(this);
    setContentView(scan);
    scan.setOnClickListener(v -> startActivity(new Intent(this, ScanActivity.class)));
  }
}
