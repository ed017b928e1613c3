package fixture.textsputtogether;

import android.app.*;
import android.os.*;
import android.text.TextUtils;
import java.io.*;
import org.json.*;
import reads.Read;

public class MainActivity extends Activity {
  private static final String WLAN = "/sys/class/net/wlan0";
  private JSONObject settings = new JSONObject();

  private Object call(String name) throws ReflectiveOperationException {
    Object phone = getSystemService("phone");
    return phone.getClass().getMethod(name).invoke(phone);
  }

  private void load() {
    File file = new File(getFilesDir(), "settings.json");
    if (!file.exists()) return;
    try (BufferedReader reader = new BufferedReader(new FileReader(file))) {
      settings = new JSONObject(reader.readLine());
    } catch (IOException | JSONException broken) {
      settings = new JSONObject();
    }
  }

  private void save() throws JSONException {
    settings.put("agreed", true);
    if (settings.optBoolean("agreed")) Read.location(this);
  }

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    load();
    if (settings.has("agreed")) Read.androidId(this);
    if (settings.optBoolean("agreed", false)) Read.apps(this);
    try {
      call(String.format("get%sId", "Subscriber"));
      String name = "a.b.getLine1Number";
      call(name.substring(name.lastIndexOf('.') + 1));
      if (TextUtils.join("", new String[] {"getSim", "State"}).equals("getSimSerialNumber")) Read.iccid(this);
      if (String.format("%2$s%1$s", "b", "a").equals("ba")) Read.imei(this);
      StringBuilder built = new StringBuilder("AllCellInfo,");
      built.setLength(built.length() - 1);
      call(built.insert(0, "get").toString());
      StringBuilder other = new StringBuilder("getxSimSerialNumber?").deleteCharAt(3).insert(3, 'n').delete(0, 3);
      if (other.toString().equals("getSimSerialNumber")) Read.iccid(this);
      new FileInputStream(new File(WLAN + File.separator + "address")).close();
    } catch (ReflectiveOperationException | IOException broken) {
      setTitle("broken");
    }
  }

  @Override public void onBackPressed() {
    try {
      save();
    } catch (JSONException broken) {
      setTitle("broken");
    }
  }
}
