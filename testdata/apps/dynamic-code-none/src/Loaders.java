package fixture.dynamiccodenone;

import android.content.Context;

/** Class loaders that load what is in the package. */
final class Loaders {
    static Object plain(Context context) throws Exception {
        ClassLoader own = context.getClassLoader();
        Class<?> found = Class.forName("fixture.dynamiccodenone.Extra", true, own);
        return ClassLoader.getSystemClassLoader() == own ? null : own.loadClass(found.getName()).newInstance();
    }
}
