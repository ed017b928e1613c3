package fixture.sdkunlisted;

import android.app.Activity;
import android.os.Bundle;
import com.gamma.feature.Feature;
import com.lambda.kit.Kit;

/** Starts somebody's kit, and a module of its own that lies under another name and calls back. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new Kit().start(this);
        new Feature().open(this);
    }

    public void opened(String page) {
        setTitle(page);
    }
}
