package fixture.collectnativeown;

import android.content.Context;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.IOException;

/** The process's own state, the app's own files, a command about nothing personal. */
final class Own {
    static {
        System.loadLibrary("own");
    }

    static native long memory();

    static native int level();

    static String state(Context context) throws IOException {
        try (BufferedReader in = new BufferedReader(new FileReader("/proc/self/status"));
                FileInputStream own = new FileInputStream(new File(context.getFilesDir(), "address"))) {
            Runtime.getRuntime().exec(new String[] {"logcat", "-c"});
            try (BufferedReader name = new BufferedReader(new FileReader("/proc/self/cmdline"));
                    BufferedReader load = new BufferedReader(new FileReader("/proc/stat"))) {
                return in.readLine() + own.available() + name.readLine() + load.readLine();
            }
        }
    }
}
