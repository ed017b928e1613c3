package fixture.policysdkonly;

import android.app.Activity;
import android.os.Bundle;
import android.widget.TextView;

import com.umeng.analytics.About;

public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TextView title = new TextView(this);
        title.setText(R.string.app_name);
        title.setTag(About.policy(this));
        setContentView(title);
    }
}
