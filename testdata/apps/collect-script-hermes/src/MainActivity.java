package fixture.collectscripthermes;

import android.app.Activity;
import android.content.Intent;
import android.net.Uri;
import android.os.Bundle;
import android.widget.TextView;

/** A page whose only offer is the policy. */
public class MainActivity extends Activity {
    static String answer;
    static Object[] modules;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        modules = new Object[] {new DeviceModule(getApplicationContext())};
        TextView policy = new TextView(this);
        policy.setText(R.string.privacy_policy);
        policy.setOnClickListener(v -> startActivity(new Intent(Intent.ACTION_VIEW, Uri.parse(getString(R.string.privacy_policy_url)))));
        setContentView(policy);
    }
}
