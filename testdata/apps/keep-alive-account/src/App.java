package fixture.keepaliveaccount;

import android.app.Application;

public class App extends Application {
    @Override
    public void onCreate() {
        super.onCreate();
        Authenticator.arm(this);
    }
}
