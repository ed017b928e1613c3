package fixture.nagdelayed;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  private final Handler handler = new Handler(Looper.getMainLooper());
  private final Runnable again = new Runnable() {
    @Override public void run() { request(); }
  };
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button b = new Button(this);
    b.setOnClickListener(v -> request());
    setContentView(b);
  }
  private void request() { requestPermissions(new String[]{"android.permission.ACCESS_FINE_LOCATION"}, 8); }
  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    switch (code) {
      case 8:
        if (results.length > 0 && results[0] == 0) Read.location(this);
        else handler.postDelayed(again, 5000);
        break;
      default:
        super.onRequestPermissionsResult(code, names, results);
    }
  }
}
