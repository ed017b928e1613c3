package fixture.promptlaterpage;

import android.app.*;
import android.content.*;
import android.os.*;
import android.widget.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button scan = new Button(this);
    scan.setText("开始扫描");
    scan.setOnClickListener(v -> startActivity(new Intent(this, ScanActivity.class)));
    setContentView(scan);
    requestPermissions(new String[] {"android.permission.CAMERA"}, 1);
  }

  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    startActivity(new Intent(this, ScanActivity.class));
  }
}
