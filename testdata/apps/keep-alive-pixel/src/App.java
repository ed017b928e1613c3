package fixture.keepalivepixel;

import android.app.Application;
import android.content.Intent;
import android.content.IntentFilter;

public class App extends Application {
    @Override
    public void onCreate() {
        super.onCreate();
        registerReceiver(new ScreenReceiver(), new IntentFilter(Intent.ACTION_SCREEN_OFF));
    }
}
