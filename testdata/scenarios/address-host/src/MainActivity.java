package fixture.addresshost;

import android.app.*;
import android.os.*;
import java.net.*;
import java.util.*;

public class MainActivity extends Activity {
  final List<InetAddress> found = new ArrayList<>();
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Thread(() -> {
      try {
        String text = InetAddress.getByAddress(new byte[] {1, 2, 3, 4}).getHostAddress();
        text += InetAddress.getByName("example.com").getHostAddress();
        for (InetAddress one : InetAddress.getAllByName("example.com")) text += one.getHostAddress();
        found.addAll(Arrays.asList(InetAddress.getAllByName("example.org")));
        for (InetAddress one : found) if (one instanceof Inet4Address) text += one.getHostAddress();
        text += new InetSocketAddress(found.get(0), 80).getAddress().getHostAddress();
        Socket socket = new Socket("example.com", 80);
        text += socket.getInetAddress().getHostAddress();
        for (Proxy proxy : ProxySelector.getDefault().select(URI.create("https://example.com"))) {
          if (proxy.address() instanceof InetSocketAddress) text += ((InetSocketAddress) proxy.address()).getAddress().getHostAddress();
        }
        setTitle(text);
      } catch (Exception e) { }
    }).start();
  }
}
