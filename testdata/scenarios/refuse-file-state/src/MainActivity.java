package fixture.refusefilestate;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.io.*;
import java.util.*;
import org.json.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle saved) {
    super.onCreate(saved);
    JSONObject state = load();
    Properties props = properties();
    String mark = mark();
    if (state.optBoolean("shown", false)) {
      Read.androidId(this);
      if (state.optBoolean("agreed", false)) Read.imei(this);
      if ("yes".equals(props.getProperty("consent", "none"))) Read.imsi(this);
      if ("visitor".equals(props.getProperty("consent", "none"))) Read.mac(this);
      if ("no".equals(mark)) Read.apps(this);
      if ("yes".equals(mark)) Read.location(this);
      if (at("guest").exists()) Read.phone(this);
      if (at("member").exists()) Read.iccid(this);
      return;
    }
    new AlertDialog.Builder(this).setMessage("《隐私政策》")
        .setPositiveButton("同意", (d, w) -> { answer(true); Read.imei(this); Read.imsi(this); Read.location(this); Read.iccid(this); })
        .setNegativeButton("拒绝", (d, w) -> answer(false)).show();
  }

  private void answer(boolean yes) {
    try {
      JSONObject state = new JSONObject();
      state.put("shown", true).put("agreed", yes).put("at", System.currentTimeMillis());
      try (FileOutputStream out = openFileOutput("state.json", 0)) { out.write(state.toString().getBytes("UTF-8")); }
      Properties props = new Properties();
      props.setProperty("consent", yes ? "yes" : "visitor");
      try (FileOutputStream out = new FileOutputStream(new File(getFilesDir(), "p.properties"))) { props.store(out, null); }
      try (BufferedWriter out = new BufferedWriter(new FileWriter(new File(getFilesDir(), "mark")))) { out.write(yes ? "yes" : "no"); }
      if (yes) make("member");
      else make("guest");
    } catch (IOException | JSONException e) { }
  }

  private File at(String name) { return new File(getFilesDir(), name); }

  private void make(String name) throws IOException {
    if (!at(name).exists()) at(name).createNewFile();
  }

  private JSONObject load() {
    StringBuilder text = new StringBuilder();
    try (BufferedReader in = new BufferedReader(new InputStreamReader(openFileInput("state.json")))) {
      String line;
      while ((line = in.readLine()) != null) text.append(line).append('\n');
      return new JSONObject(text.toString());
    } catch (IOException | JSONException e) { return new JSONObject(); }
  }

  private Properties properties() {
    Properties props = new Properties();
    File file = new File(getFilesDir(), "p.properties");
    if (file.exists()) try (InputStream in = new BufferedInputStream(new FileInputStream(file))) { props.load(in); } catch (IOException e) { }
    return props;
  }

  private String mark() {
    try (BufferedReader in = new BufferedReader(new FileReader(new File(getFilesDir(), "mark")))) { return in.readLine(); } catch (IOException e) { return null; }
  }
}
