package fixture.denyfinishmenu;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;

public class MainActivity extends Activity {
  @Override public boolean onCreateOptionsMenu(Menu menu) {
    menu.add(0, 1, 0, "Scan");
    menu.add(0, 2, 0, "Quit");
    return true;
  }
  // One entry opens the page, another ends this one: the page never takes its place.
  @Override public boolean onOptionsItemSelected(MenuItem item) {
    switch (item.getItemId()) {
      case 1:
        startActivityForResult(new Intent(this, ScanActivity.class), 2);
        break;
      case 2:
        finish();
        break;
    }
    return super.onOptionsItemSelected(item);
  }
}
