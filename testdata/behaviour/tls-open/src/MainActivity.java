package fixture.tlsopen;

import android.app.*;
import android.content.*;
import android.hardware.*;
import android.net.Uri;
import android.os.*;
import android.view.*;
import android.widget.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Thread(this::connect).start();
    android.webkit.WebView web = new android.webkit.WebView(this);
    web.setWebViewClient(new GoesOn());
    new android.webkit.WebView(this).setWebViewClient(new Stops());
    setContentView(web);
  }
  private void connect() {
    try {
      javax.net.ssl.SSLContext tls = javax.net.ssl.SSLContext.getInstance("TLS");
      tls.init(null, new javax.net.ssl.TrustManager[] {new Open(), new Dates(), new Pinned(), new Asks(null)}, null);
      javax.net.ssl.HttpsURLConnection c = (javax.net.ssl.HttpsURLConnection) new java.net.URL("https://api.shuju.cn").openConnection();
      c.setSSLSocketFactory(tls.getSocketFactory());
      c.setHostnameVerifier(new AnyHost());
      c.setHostnameVerifier(new OwnHost());
      c.getInputStream().close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

abstract class Trust implements javax.net.ssl.X509TrustManager {
  public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) { }
  public java.security.cert.X509Certificate[] getAcceptedIssuers() { return new java.security.cert.X509Certificate[0]; }
}

/** Accepts everything. */
class Open extends Trust {
  public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) { android.util.Log.d("tls", "trusted"); }
}

/** Looks at nothing but the dates. */
class Dates extends Trust {
  public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) throws java.security.cert.CertificateException { chain[0].checkValidity(); }
}

/** Only one certificate passes. */
class Pinned extends Trust {
  public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) throws java.security.cert.CertificateException {
    if (chain.length != 3) throw new java.security.cert.CertificateException("unexpected");
  }
}

/** Asks the system's. */
class Asks extends Trust {
  private final javax.net.ssl.X509TrustManager system;
  Asks(javax.net.ssl.X509TrustManager system) { this.system = system; }
  public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) throws java.security.cert.CertificateException { system.checkServerTrusted(chain, type); }
}

/** Never made. */
class Unused extends Trust {
  public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) { }
}

class AnyHost implements javax.net.ssl.HostnameVerifier {
  public boolean verify(String host, javax.net.ssl.SSLSession session) { return true; }
}

class OwnHost implements javax.net.ssl.HostnameVerifier {
  public boolean verify(String host, javax.net.ssl.SSLSession session) { return host.endsWith(".shuju.cn"); }
}

class GoesOn extends android.webkit.WebViewClient {
  @Override public void onReceivedSslError(android.webkit.WebView view, android.webkit.SslErrorHandler handler, android.net.http.SslError error) { handler.proceed(); }
}

class Stops extends android.webkit.WebViewClient {
  @Override public void onReceivedSslError(android.webkit.WebView view, android.webkit.SslErrorHandler handler, android.net.http.SslError error) { handler.cancel(); }
}
