package fixture.nageverystart;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  private boolean asked = false;
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button photo = new Button(this);
    photo.setOnClickListener(v -> Permissions.need(this, "android.permission.CAMERA"));
    setContentView(photo);
  }
  @Override protected void onResume() {
    super.onResume();
    if (!asked) {
      asked = true;
      Permissions.need(this, "android.permission.READ_PHONE_STATE");
    }
  }
  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    Toast.makeText(this, results.length > 0 && results[0] == 0 ? "ok" : "no", Toast.LENGTH_SHORT).show();
    // Asked for again at once, by the same helper.
    if (names.length > 0 && names[0].equals("android.permission.CAMERA") && results[0] != 0) Permissions.need(this, "android.permission.CAMERA");
  }
}
