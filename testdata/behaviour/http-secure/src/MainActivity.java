package fixture.httpsecure;

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
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Thread(() -> { try { send(); } catch (IOException e) { throw new IllegalStateException(e); } }).start();
  }
  private void send() throws IOException {
    HttpURLConnection c = (HttpURLConnection) new URL("https://api.shuju.cn/b").openConnection();
    c.setDoOutput(true);
    c.getOutputStream().write(Read.androidId(this).getBytes());
    new URL("http://static.shuju.cn/notice.txt").openConnection().getInputStream().close();
  }
}
