package fixture.splits;

import android.app.Activity;
import android.os.Bundle;

/** The strings of Chinese are in one split, the library in another. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.main);
        setTitle(Own.level() + getString(R.string.privacy_policy_url));
    }
}
