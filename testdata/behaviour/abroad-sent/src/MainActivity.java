package fixture.abroadsent;

import android.app.*;
import android.content.*;
import android.hardware.*;
import android.net.Uri;
import android.os.*;
import android.view.*;
import android.widget.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    com.google.firebase.analytics.FirebaseAnalytics.getInstance(this).id();
    new Thread(() -> { try { send(); } catch (java.io.IOException e) { throw new IllegalStateException(e); } }).start();
  }
  private void send() throws java.io.IOException {
    java.net.URL url = new java.net.URL("https://api.shuju.jp/a?imei=" + reads.Read.imei(this));
    url.openConnection().getInputStream().close();
  }
}
