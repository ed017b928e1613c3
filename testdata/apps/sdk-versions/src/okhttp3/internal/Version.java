package okhttp3.internal;

/** A version in a text with the library's name. */
public class Version {
    public static String userAgent(String more) {
        return "okhttp/3.11.0" + more;
    }

    public static String protocol(String more) {
        return "HTTP/1.1" + more;
    }
}
