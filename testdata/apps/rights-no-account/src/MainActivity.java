package fixture.rightsnoaccount;

import android.app.Activity;
import android.os.Bundle;

/** A torch: no accounts, no data, nothing to cancel or to withdraw. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setTitle("手电筒 https://example.com/privacy");
    }
}
