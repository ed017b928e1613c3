package fixture.webviewclient;

import android.app.Activity;
import android.os.Bundle;
import android.webkit.WebView;
import android.webkit.WebViewClient;
import reads.Read;

public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WebView web = new WebView(this);
        web.setWebViewClient(
                new WebViewClient() {
                    @Override
                    public void onPageFinished(WebView view, String url) {
                        Read.imei(MainActivity.this);
                    }

                    @Override
                    public boolean shouldOverrideUrlLoading(WebView view, String url) {
                        Read.imsi(MainActivity.this);
                        return true;
                    }
                });
        web.loadUrl("file:///android_asset/index.html");
        setContentView(web);
    }
}
