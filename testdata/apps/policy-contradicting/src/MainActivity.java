package fixture.policycontradicting;

import android.app.Activity;
import android.os.Bundle;
import android.provider.Settings;
import android.view.View;
import android.webkit.WebView;
import android.widget.Button;
import android.widget.LinearLayout;
import com.umeng.commonsdk.UMConfigure;

/** Shows the policy; what it reads it reads when the person asks for it. */
public class MainActivity extends Activity implements View.OnClickListener {
    static String id;
    static int apps;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        LinearLayout page = new LinearLayout(this);
        Button start = new Button(this);
        start.setText("开始");
        start.setOnClickListener(this);
        page.addView(start);
        WebView text = new WebView(this);
        text.loadUrl("file:///android_asset/privacy.html");
        page.addView(text);
        setContentView(page);
    }

    @Override
    public void onClick(View view) {
        id = Settings.Secure.getString(getContentResolver(), Settings.Secure.ANDROID_ID);
        apps = getPackageManager().getInstalledPackages(0).size();
        UMConfigure.init(this, "0123", "web", 1, "");
    }
}
