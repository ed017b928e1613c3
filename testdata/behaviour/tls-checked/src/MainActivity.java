package fixture.tlschecked;

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
    android.webkit.WebView web = new android.webkit.WebView(this);
    web.setWebViewClient(new Asks());
    setContentView(web);
    try {
      javax.net.ssl.SSLContext tls = javax.net.ssl.SSLContext.getInstance("TLS");
      tls.init(null, new javax.net.ssl.TrustManager[] {new Pinned()}, null);
      javax.net.ssl.HttpsURLConnection c = (javax.net.ssl.HttpsURLConnection) new java.net.URL("https://api.shuju.cn").openConnection();
      c.setHostnameVerifier((host, session) -> host.endsWith(".shuju.cn"));
      c.setSSLSocketFactory(tls.getSocketFactory());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
  static class Pinned implements javax.net.ssl.X509TrustManager {
    public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) { }
    public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) throws java.security.cert.CertificateException {
      if (chain.length != 3) throw new java.security.cert.CertificateException("unexpected");
    }
    public java.security.cert.X509Certificate[] getAcceptedIssuers() { return new java.security.cert.X509Certificate[0]; }
  }
  /** The person decides. */
  static class Asks extends android.webkit.WebViewClient {
    @Override public void onReceivedSslError(android.webkit.WebView view, android.webkit.SslErrorHandler handler, android.net.http.SslError error) {
      new AlertDialog.Builder(view.getContext()).setMessage("证书有误，仍要继续吗？")
          .setPositiveButton("继续", (d, w) -> handler.proceed()).setNegativeButton("返回", (d, w) -> handler.cancel()).show();
    }
  }
}
