package fixture.policyinasset;

import android.app.Activity;
import android.os.Bundle;
import android.webkit.WebView;

public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WebView text = new WebView(this);
        text.loadUrl("file:///android_asset/agreement/yszc.html");
        setContentView(text);
    }
}
