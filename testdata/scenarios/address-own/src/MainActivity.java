package fixture.addressown;

import android.app.*;
import android.os.*;
import java.net.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Thread(() -> {
      try {
        DatagramSocket socket = new DatagramSocket();
        socket.connect(InetAddress.getByName("example.com"), 9);
        setTitle(socket.getLocalAddress().getHostAddress());
      } catch (Exception e) { }
    }).start();
  }
}
