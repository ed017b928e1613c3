package fixture.filledarray;

import android.app.*;
import android.os.*;
import java.io.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    byte[] head = new byte[4];
    byte[] empty = new byte[4];
    try (InputStream in = getAssets().open("head.bin")) {
      in.read(head, 0, 4);
    } catch (IOException broken) {
      setTitle("broken");
    }
    if (head[0] == 7) Read.imei(this);
    if (empty[0] == 7) Read.mac(this);
    if (empty[1] == 0) Read.androidId(this);
  }

  @Override public void onBackPressed() { Read.mac(this); }
}
