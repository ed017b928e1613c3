package fixture.ownpackage;

import android.app.*;
import android.content.*;
import android.graphics.*;
import android.os.*;
import android.view.*;
import android.webkit.CookieManager;
import java.lang.reflect.*;
import java.net.*;
import java.nio.charset.Charset;
import java.security.*;
import java.security.cert.CertificateFactory;
import java.text.*;
import java.util.*;
import java.util.regex.Pattern;
import javax.crypto.*;
import javax.net.ssl.SSLContext;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    try { getPackageManager().getPackageInfo(getPackageName(), 0); getPackageManager().getApplicationInfo(getPackageName(), 128); } catch (Exception e) { }
    // Nothing is known of what is handed on any more; its first parameter is a context whatever it is.
    try {
      Method version = MainActivity.class.getDeclaredMethod("version", Context.class, Object.class);
      version.invoke(null, many(this));
    } catch (Exception e) { }
  }

  static int version(Context context, Object other) throws Exception {
    return context.getPackageManager().getPackageInfo(context.getPackageName(), 0).versionCode;
  }

  static Object[] many(Context context) throws Exception {
    Object[] all = new Object[2];
    int at = (int) (System.currentTimeMillis() % 2);
    all[at] = context; all[at] = String.class; all[at] = Rect.class; all[at] = View.class; all[at] = "com.example.other"; all[at] = Build.MODEL;
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
