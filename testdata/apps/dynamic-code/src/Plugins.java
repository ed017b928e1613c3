package fixture.dynamiccode;

import android.content.Context;
import dalvik.system.DexClassLoader;
import dalvik.system.InMemoryDexClassLoader;
import dalvik.system.PathClassLoader;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.ByteBuffer;

/** Three ways to run code that is not in the package. */
final class Plugins {
    static Class<?> downloaded(Context context) throws Exception {
        File dex = new File(context.getFilesDir(), "plugin.apk");
        try (InputStream in = new URL("https://plugin.example.com.cn/plugin.apk").openStream(); FileOutputStream out = new FileOutputStream(dex)) {
            copy(in, out);
        }
        ClassLoader loader = new DexClassLoader(dex.getPath(), context.getCodeCacheDir().getPath(), null, context.getClassLoader());
        return loader.loadClass("com.plugin.Entry");
    }

    static Class<?> card(Context context) throws Exception {
        return new PathClassLoader(context.getExternalFilesDir(null) + "/skin.apk", context.getClassLoader()).loadClass("com.skin.Entry");
    }

    static Class<?> memory(Context context, InputStream in) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copy(in, out);
        return new InMemoryDexClassLoader(ByteBuffer.wrap(out.toByteArray()), context.getClassLoader()).loadClass("com.memory.Entry");
    }

    private static void copy(InputStream in, java.io.OutputStream out) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n > 0; n = in.read(buffer)) out.write(buffer, 0, n);
    }
}
