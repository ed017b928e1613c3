package fixture.policywaysbuilt;

import android.app.*;
import android.content.*;
import android.hardware.*;
import android.net.Uri;
import android.os.*;
import android.view.*;
import android.widget.*;

public class MainActivity extends Activity {
  private static String host() { return "https://www.shuju.cn"; }
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button terms = new Button(this);
    terms.setText("隐私政策");
    terms.setOnClickListener(v -> {
      android.webkit.WebView page = new android.webkit.WebView(this);
      page.loadUrl(host() + "/app/" + "privacy-policy.html");
      setContentView(page);
    });
    setContentView(terms);
  }
}
