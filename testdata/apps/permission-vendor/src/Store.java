package fixture.permissionvendor;

import android.content.Context;
import android.os.Environment;

import java.io.File;

/** WRITE_EXTERNAL_STORAGE, which the manifest asks for up to Android 9 only; the app list behind the vendor's permission. */
final class Store {
    static File folder() {
        return new File(Environment.getExternalStorageDirectory(), "launcher");
    }

    static int apps(Context context) {
        return context.getPackageManager().getInstalledPackages(0).size();
    }
}
