package fixture.permissionusedindirectly;

import android.app.Activity;
import android.content.Intent;
import android.net.Uri;
import android.os.Bundle;
import android.widget.TextView;

/** A page whose only offer is the policy. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TextView policy = new TextView(this);
        policy.setText(R.string.privacy_policy);
        policy.setOnClickListener(v -> startActivity(new Intent(Intent.ACTION_VIEW, Uri.parse(getString(R.string.privacy_policy_url)))));
        setContentView(policy);
        policy.setOnLongClickListener(v -> use());
    }

    private boolean use() {
        Contacts.count(this);
        Contacts.inbox(this);
        new Recorder().begin();
        Phone.call(this, "10086");
        Phone.brighter(this);
        com.vendor.push.PushAgent.network(this);
        com.vendor.push.PushAgent.scan();
        try {
            return Phone.device(this) != null;
        } catch (Exception e) {
            return false;
        }
    }
}
