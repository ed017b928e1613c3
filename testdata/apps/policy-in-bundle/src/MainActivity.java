package fixture.policyinbundle;

import android.app.Activity;
import android.os.Bundle;
import android.webkit.WebView;

public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WebView text = new WebView(this);
        text.loadUrl("file:///android_asset/apps/__UNI__1A2B3C4/www/index.html");
        setContentView(text);
    }
}
