package fixture.textsknown;

import android.app.*;
import android.content.*;
import android.os.*;
import java.io.File;
import java.lang.reflect.Field;
import java.util.*;
import org.json.*;
import reads.Read;

public class MainActivity extends Activity {
  enum Choice { UNKNOWN, AGREED, REFUSED }
  private boolean flag;

  static class Config { String mode; }

  private static <T extends Comparable<T>> boolean newer(T a, T b) { return a.compareTo(b) > 0; }

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    SharedPreferences p = getSharedPreferences("app", 0);
    String[] parts = p.getString("rule", "imei:on").split(":");
    if (parts.length == 2 && parts[1].equals("on")) Read.imei(this);
    if (parts[1].equals("off")) Read.mac(this);
    if (newer("1.0.0", "2.0.0")) Read.mac(this);
    // Nobody but this line has it, so nothing has filled it.
    if ("on".equals(new Config().mode)) Read.mac(this);
    String hosts = p.getString("hosts", "a.example,b.example");
    if (hosts.indexOf("b.example") == 10 && hosts.indexOf(';') < 0) Read.imsi(this);
    if (new String(new char[] {'n', 'o'}).equals("yes")) Read.mac(this);
    if (hosts.indexOf("c.example") >= 0) Read.mac(this);
    if (p.getString("version", "1.0.0").compareTo("2.0.0") >= 0) Read.androidId(this);
    try {
      JSONObject json = new JSONObject(p.getString("config", "{\"imsi\":true}"));
      if (json.optBoolean("imsi", false)) Read.imsi(this);
      if (json.optBoolean("agreed", false)) Read.location(this);
    } catch (JSONException broken) {
      setTitle("broken");
    }
    Choice choice = Choice.valueOf(p.getString("choice", "UNKNOWN"));
    if (EnumSet.of(Choice.AGREED, Choice.REFUSED).contains(choice)) Read.apps(this);
    try {
      Field own = MainActivity.class.getDeclaredField("flag");
      own.setAccessible(true);
      if (!own.getBoolean(this)) Read.phone(this);
      if (own.getBoolean(this)) Read.iccid(this);
    } catch (ReflectiveOperationException broken) {
      setTitle("broken");
    }
  }
}
