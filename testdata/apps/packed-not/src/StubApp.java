package fixture.packednot;

import android.app.Application;

/** Named like a packer's stub; in truth the app's own class, and all code is here. */
public class StubApp extends Application {
    private int stubs;

    @Override
    public void onCreate() {
        super.onCreate();
        stubs = getPackageName().length();
    }

    int stubs() {
        return stubs;
    }
}
