package fixture.refuseforresult;

import android.app.*;
import android.content.*;
import android.os.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    startActivityForResult(new Intent(this, PrivacyActivity.class), 7);
  }

  @Override protected void onActivityResult(int request, int result, Intent data) {
    super.onActivityResult(request, result, data);
    if (request != 7) return;
    if (result == RESULT_OK) {
      Read.imei(this);
    } else {
      Read.androidId(this);
      finish();
    }
  }
}
