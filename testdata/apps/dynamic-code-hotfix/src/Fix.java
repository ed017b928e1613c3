package fixture.dynamiccodehotfix;

import android.content.Context;
import dalvik.system.BaseDexClassLoader;
import dalvik.system.DexClassLoader;

import java.io.File;
import java.lang.reflect.Array;
import java.lang.reflect.Field;

/** Puts the elements of a patch before the app's own ones. */
final class Fix {
    static void install(Context context) throws Exception {
        File patch = new File(context.getFilesDir(), "patch.dex");
        if (!patch.exists()) return;
        Object mine = elements(context.getClassLoader());
        Object fixed = elements(new DexClassLoader(patch.getPath(), context.getCodeCacheDir().getPath(), null, context.getClassLoader()));
        int n = Array.getLength(fixed);
        Object all = Array.newInstance(mine.getClass().getComponentType(), n + Array.getLength(mine));
        System.arraycopy(fixed, 0, all, 0, n);
        System.arraycopy(mine, 0, all, n, Array.getLength(mine));
        Object list = field(BaseDexClassLoader.class, "pathList").get(context.getClassLoader());
        field(list.getClass(), "dexElements").set(list, all);
    }

    private static Object elements(ClassLoader loader) throws Exception {
        Object list = field(BaseDexClassLoader.class, "pathList").get(loader);
        return field(list.getClass(), "dexElements").get(list);
    }

    private static Field field(Class<?> owner, String name) throws Exception {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
