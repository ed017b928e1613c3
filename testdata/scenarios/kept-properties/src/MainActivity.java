package fixture.keptproperties;

import android.app.*;
import android.content.*;
import android.os.*;
import java.io.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    // Stored by one and read by another.
    new Kept(this, "channel.properties").set("channel", "main");
    Kept channel = new Kept(this, "channel.properties");
    if (channel.get("channel").equals("main")) Read.imei(this);
    if (channel.get("channel").equals("test")) Read.mac(this);
    // A file that is written as a text may hold anything.
    File fetched = new File(getFilesDir(), "fetched.properties");
    try (Writer out = new BufferedWriter(new FileWriter(fetched))) {
      out.write(getIntent().getStringExtra("settings"));
    } catch (IOException e) {
      return;
    }
    if (new Kept(this, "fetched.properties").get("mode").equals("locate")) Read.location(this);
    String consent = Kept.of(this).get("consent");
    if (consent.equals("visitor")) Read.apps(this);
    if (consent.equals("yes")) Read.phone(this);
    if (!consent.equals("none")) return;
    new AlertDialog.Builder(this).setMessage("《隐私政策》")
        .setPositiveButton("同意", (d, w) -> open("yes"))
        .setNegativeButton("拒绝", (d, w) -> open("visitor")).show();
  }

  private void open(String consent) {
    Kept.of(this).set("consent", consent);
    startActivity(new Intent(this, HomeActivity.class));
  }
}
