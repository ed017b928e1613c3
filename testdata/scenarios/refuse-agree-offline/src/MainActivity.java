package fixture.refuseagreeoffline;

import android.app.*;
import android.content.*;
import android.net.ConnectivityManager;
import android.os.*;
import reads.Read;

/** Who agrees without a network is sent away, too; only who refuses always is. */
public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new AlertDialog.Builder(this).setMessage("请阅读并同意《隐私政策》")
        .setPositiveButton("同意", (dialog, which) -> enter())
        .setNegativeButton("不同意", (dialog, which) -> finish())
        .show();
  }

  private void enter() {
    ConnectivityManager network = (ConnectivityManager) getSystemService(CONNECTIVITY_SERVICE);
    if (network.getActiveNetworkInfo() == null) {
      finish();
      return;
    }
    startActivity(new Intent(this, Home.class));
    finish();
  }

  public static class Home extends Activity {
    @Override protected void onCreate(Bundle state) {
      super.onCreate(state);
      Read.imei(this);
    }
  }
}
