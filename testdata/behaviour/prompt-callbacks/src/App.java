package fixture.promptcallbacks;

import android.app.Activity;
import android.app.Application;
import android.os.Bundle;
import reads.Read;

public class App extends Application {
    class Leaving implements ActivityLifecycleCallbacks {
        @Override
        public void onActivityCreated(Activity page, Bundle state) {}

        @Override
        public void onActivityStarted(Activity page) {}

        @Override
        public void onActivityResumed(Activity page) {}

        @Override
        public void onActivityPaused(Activity page) {
            getSharedPreferences("app", 0).edit().putBoolean("left", true).apply();
        }

        @Override
        public void onActivityStopped(Activity page) {
            getSharedPreferences("app", 0).edit().putBoolean("left", true).apply();
            Read.imsi(App.this);
        }

        @Override
        public void onActivitySaveInstanceState(Activity page, Bundle state) {}

        @Override
        public void onActivityDestroyed(Activity page) {}
    }

    @Override
    public void onCreate() {
        super.onCreate();
        registerActivityLifecycleCallbacks(new Leaving());
        if (!getSharedPreferences("app", 0).getBoolean("left", false)) {
            Read.imei(this);
        }
    }
}
