package fixture.dynamiccodenone;

import android.app.Application;
import android.content.Context;
import androidx.multidex.MultiDex;

public class App extends Application {
    @Override
    protected void attachBaseContext(Context base) {
        super.attachBaseContext(base);
        MultiDex.install(this);
        try {
            Loaders.plain(this);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
