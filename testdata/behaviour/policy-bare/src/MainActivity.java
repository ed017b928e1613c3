package fixture.policybare;

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
    LinearLayout page = new LinearLayout(this);
    android.webkit.WebView text = new android.webkit.WebView(this);
    text.loadUrl("file:///android_asset/privacy.html");
    page.addView(text);
    Button login = new Button(this);
    login.setText("手机号登录");
    login.setOnClickListener(v -> {
      android.location.LocationManager manager = (android.location.LocationManager) getSystemService(LOCATION_SERVICE);
      manager.getLastKnownLocation("gps");
      com.google.firebase.analytics.FirebaseAnalytics.getInstance(this).id();
      com.qq.e.ads.splash.SplashAD.show(this);
    });
    page.addView(login);
    TextView more = new TextView(this);
    more.setText("猜你喜欢");
    page.addView(more);
    setContentView(page);
  }
}
