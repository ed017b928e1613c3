package androidx.multidex;

import android.content.Context;
import android.os.Build;

/** Stands for the library of this name, which loads the other dex files of the same package. */
public final class MultiDex {
    public static void install(Context context) {
        if (Build.VERSION.SDK_INT < 21) throw new IllegalStateException(context.getApplicationInfo().sourceDir);
    }
}
