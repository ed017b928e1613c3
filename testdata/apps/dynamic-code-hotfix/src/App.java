package fixture.dynamiccodehotfix;

import android.app.Application;
import android.content.Context;

public class App extends Application {
    @Override
    protected void attachBaseContext(Context base) {
        super.attachBaseContext(base);
        try {
            Fix.install(this);
        } catch (Exception e) {
            getCacheDir();
        }
    }
}
