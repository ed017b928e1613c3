package fixture.denyfinishmenuleft;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;

public class MainActivity extends Activity {
  @Override public boolean onCreateOptionsMenu(Menu menu) {
    menu.add(0, 1, 0, "Scan");
    menu.add(0, 2, 0, "Help");
    return true;
  }
  // The entry that opens the page ends this one, by a helper.
  @Override public boolean onOptionsItemSelected(MenuItem item) {
    switch (item.getItemId()) {
      case 1:
        leave();
        open(ScanActivity.class);
        break;
      case 2:
        setTitle("Choose Scan to scan");
        break;
    }
    return super.onOptionsItemSelected(item);
  }
  private void open(Class<?> page) {
    startActivity(new Intent(this, page));
  }
  private void leave() {
    finish();
  }
}
