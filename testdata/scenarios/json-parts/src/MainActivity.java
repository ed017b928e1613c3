package fixture.jsonparts;

import android.app.Activity;
import android.os.Bundle;
import org.json.*;
import reads.Read;

public class MainActivity extends Activity {
  static final String DEFAULTS = "{\"version\": 3, \"features\": {\"bills\": true, \"budget\": false, \"deep\": {\"level\": 2}}, "
      + "\"tasks\": [{\"name\": \"sim\", \"early\": true}, {\"name\": \"cell\", \"early\": false}]}";

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    try {
      JSONObject all = new JSONObject(DEFAULTS);
      JSONObject features = all.optJSONObject("features");
      if (features != null && features.optBoolean("bills")) Read.imei(this);
      if (features != null && features.optBoolean("budget")) Read.androidId(this);
      if (features != null && features.optBoolean("calls", false)) Read.mac(this);
      if (features.getJSONObject("deep").getInt("level") == 2) Read.imsi(this);
      if (features.getJSONObject("deep").getInt("level") == 1) Read.location(this);
      JSONArray tasks = all.getJSONArray("tasks");
      if (tasks.getJSONObject(0).getBoolean("early")) Read.iccid(this);
      if (tasks.getJSONObject(1).getBoolean("early")) Read.phone(this);
      if (all.optJSONObject("more") != null) Read.apps(this);
    } catch (JSONException e) {
      setTitle("broken");
    }
  }
}
