package fixture.selfstartboot;

import android.content.Context;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

final class Sync {
    static void report(Context context) {
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL("https://push.example.com.cn/alive").openConnection();
            connection.getResponseCode();
            connection.disconnect();
        } catch (IOException e) {
            context.getCacheDir().setLastModified(0);
        }
    }
}
