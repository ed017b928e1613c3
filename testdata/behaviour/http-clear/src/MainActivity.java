package fixture.httpclear;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

import java.io.*;
import java.net.*;

public class MainActivity extends Activity {
  private static final String HOST = "http://collect.shuju.cn";
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Thread(() -> { try { query(); body(); } catch (IOException e) { throw new IllegalStateException(e); } }).start();
  }
  private void query() throws IOException {
    URL url = new URL(HOST + "/a?imei=" + URLEncoder.encode(Read.imei(this), "UTF-8"));
    url.openConnection().getInputStream().close();
  }
  private void body() throws IOException {
    HttpURLConnection c = (HttpURLConnection) new URL(HOST + "/b").openConnection();
    c.setDoOutput(true);
    OutputStream out = c.getOutputStream();
    out.write(("{\"id\":\"" + Read.androidId(this) + "\"}").getBytes());
    out.close();
  }
}
