package fixture.guardopenfile;

import android.app.*;
import android.os.*;
import android.widget.*;
import java.io.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    try (OutputStream out = openFileOutput("started", MODE_PRIVATE)) {
      out.write(1);
    } catch (IOException e) {
      setTitle("full");
    }
    if (holds("started")) Read.imei(this);
    if (holds("agreed")) Read.androidId(this); else Read.mac(this);
    Button agree = new Button(this);
    agree.setText("同意");
    agree.setOnClickListener(v -> agree());
    setContentView(agree);
  }

  private boolean holds(String name) {
    try (InputStream in = openFileInput(name)) {
      return in.read() == 1;
    } catch (IOException e) {
      return false;
    }
  }

  private void agree() {
    try (OutputStream out = openFileOutput("agreed", MODE_PRIVATE)) {
      out.write(1);
    } catch (IOException e) {
      setTitle("full");
    }
  }
}
