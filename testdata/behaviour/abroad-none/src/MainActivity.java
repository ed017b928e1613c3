package fixture.abroadnone;

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
    new Thread(() -> { try { send(); news(); } catch (java.io.IOException e) { throw new IllegalStateException(e); } }).start();
  }
  private void send() throws java.io.IOException {
    new java.net.URL("https://api.shuju.cn/a?imei=" + reads.Read.imei(this)).openConnection().getInputStream().close();
  }
  private void news() throws java.io.IOException {
    new java.net.URL("https://news.shuju.jp/latest").openConnection().getInputStream().close();
  }
}
