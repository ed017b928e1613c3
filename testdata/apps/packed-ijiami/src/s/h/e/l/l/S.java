package s.h.e.l.l;

import android.app.Application;
import android.content.Context;

/** The shape of a packer's stub: it loads its library, which would decrypt the real code. */
public class S extends Application {
    @Override
    protected void attachBaseContext(Context base) {
        super.attachBaseContext(base);
        System.loadLibrary("exec");
    }

    @Override
    public void onCreate() {
        super.onCreate();
        load(this);
    }

    private static native void load(Application app);
}
