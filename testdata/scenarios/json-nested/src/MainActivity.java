package fixture.jsonnested;

import android.app.*;
import android.content.*;
import android.os.*;
import java.io.*;
import org.json.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    JSONObject user = load().optJSONObject("user");
    if (user != null && user.optBoolean("agreed")) Read.imei(this);
    if (user == null) Read.imsi(this);
    if (load().isNull("user")) Read.mac(this);
    try {
      if (load().getBoolean("agreed")) Read.iccid(this);
      Read.phone(this);
    } catch (JSONException absent) {
      Read.apps(this);
    }
    // What the network sends may hold anything.
    new Thread(() -> {
      try (InputStream in = new java.net.URL("https://a.example/c").openStream()) {
        byte[] all = new byte[512];
        int count = in.read(all);
        JSONObject sent = new JSONObject(new String(all, 0, count)).optJSONObject("collect");
        if (sent != null && sent.getBoolean("location")) Read.location(this);
      } catch (IOException | JSONException e) {
        finish();
      }
    }).start();
  }

  @Override public void onBackPressed() {
    try (FileWriter out = new FileWriter(file())) {
      out.write(new JSONObject().put("agreed", true).put("user", new JSONObject().put("agreed", true)).toString());
    } catch (IOException | JSONException e) {
      finish();
    }
  }

  private File file() { return new File(getFilesDir(), "consent.json"); }

  private JSONObject load() {
    try (InputStream in = new FileInputStream(file())) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] part = new byte[256];
      for (int count; (count = in.read(part)) > 0; ) out.write(part, 0, count);
      return new JSONObject(out.toString());
    } catch (IOException | JSONException e) {
      return new JSONObject();
    }
  }
}
