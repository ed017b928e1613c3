package fixture.webview;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    android.webkit.WebView w = new android.webkit.WebView(this);
    w.setWebViewClient(new android.webkit.WebViewClient() { public void onPageFinished(android.webkit.WebView v, String u) { Read.imei(MainActivity.this); } });
    w.loadUrl("file:///android_asset/a.html");
  }

}
