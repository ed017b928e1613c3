package fixture.webviewclient;

import android.app.Activity;
import android.content.Context;
import android.os.Bundle;
import android.webkit.JavascriptInterface;
import android.webkit.WebView;
import android.webkit.WebViewClient;
import reads.Read;

public class MainActivity extends Activity {
    static class Bridge {
        private final Context context;

        Bridge(Context context) {
            this.context = context;
        }

        @JavascriptInterface
        public void device() {
            Read.iccid(context);
        }

        public void hidden() {
            Read.androidId(context);
        }
    }

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
        web.getSettings().setJavaScriptEnabled(true);
        web.addJavascriptInterface(new Bridge(this), "app");
        web.loadUrl("file:///android_asset/index.html");
        setContentView(web);
    }
}
