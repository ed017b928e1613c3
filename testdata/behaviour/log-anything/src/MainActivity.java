package fixture.loganything;

import android.app.*;
import android.graphics.*;
import android.os.*;
import android.util.Log;
import android.view.*;
import android.webkit.CookieManager;
import java.net.*;
import java.nio.charset.Charset;
import java.security.*;
import java.security.cert.CertificateFactory;
import java.text.*;
import java.util.*;
import java.util.regex.Pattern;
import javax.crypto.*;
import javax.net.ssl.SSLContext;
import reads.Read;

public class MainActivity extends Activity {
  static String[] columns;
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    // Too much lies in one place to know what it is; a locale is no IMEI.
    try {
      Object[] all = many();
      all[(int) (System.currentTimeMillis() % 40)] = Read.imei(this);
      Locale locale = (Locale) all[3];
      Log.d("app", "locale " + locale);
    } catch (Exception e) { }
    // Locales that came from elsewhere hold none of the app's lists of texts.
    columns = new String[] {Read.phone(this), "x"};
    Object[] rows = (Object[]) getIntent().getSerializableExtra("rows");
    if (rows != null) rows[0] = columns;
    Locale[] wanted = (Locale[]) getIntent().getSerializableExtra("locales");
    for (Locale one : new LinkedHashSet<>(Arrays.asList(wanted))) Log.d("app", "wanted " + one);
    // This is what it says.
    String[] told = {Read.androidId(this), "x"};
    Log.d("app", "id " + told[0]);
  }

  static Object[] many() throws Exception {
    Object[] all = new Object[40];
    int at = (int) (System.currentTimeMillis() % 40);
    all[at] = String.class; all[at] = Rect.class; all[at] = View.class; all[at] = "com.example.other"; all[at] = Build.MODEL;
    all[at] = Locale.getDefault(); all[at] = Calendar.getInstance(); all[at] = TimeZone.getDefault(); all[at] = Currency.getInstance("CNY");
    all[at] = Charset.defaultCharset(); all[at] = MessageDigest.getInstance("MD5"); all[at] = KeyStore.getInstance("x"); all[at] = Cipher.getInstance("x");
    all[at] = Mac.getInstance("x"); all[at] = KeyGenerator.getInstance("x"); all[at] = Signature.getInstance("x"); all[at] = KeyFactory.getInstance("x");
    all[at] = CertificateFactory.getInstance("x"); all[at] = SSLContext.getDefault(); all[at] = Pattern.compile("x"); all[at] = NumberFormat.getInstance();
    all[at] = DateFormat.getInstance(); all[at] = Collator.getInstance(); all[at] = UUID.randomUUID(); all[at] = URI.create("x");
    all[at] = Bitmap.createBitmap(1, 1, Bitmap.Config.ARGB_8888); all[at] = Typeface.create("x", 0); all[at] = Message.obtain(); all[at] = Parcel.obtain();
    all[at] = MotionEvent.obtain(0, 0, 0, 0, 0, 0); all[at] = VelocityTracker.obtain(); all[at] = CookieManager.getInstance();
    all[at] = AlgorithmParameters.getInstance("x"); all[at] = KeyPairGenerator.getInstance("x");
    return all;
  }
}
