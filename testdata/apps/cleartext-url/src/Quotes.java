package fixture.cleartexturl;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

final class Quotes {
    static void load() {
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL("http://quotes.example.com.cn/v1/list?uid=1").openConnection();
            connection.getResponseCode();
            connection.disconnect();
        } catch (IOException e) {
            Thread.yield();
        }
    }
}
