package fixture.refusejsonstate;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import org.json.*;
import reads.Read;

public class MainActivity extends Activity {
  private SharedPreferences sp;
  private JSONObject state;

  @Override protected void onCreate(Bundle saved) {
    super.onCreate(saved);
    sp = getSharedPreferences("first", 0);
    try { state = new JSONObject(sp.getString("state", "{}")); } catch (JSONException e) { state = new JSONObject(); }
    if (state.optBoolean("shown", false)) {
      Read.androidId(this);
      if (state.optBoolean("agreed", false)) Read.imei(this);
      JSONObject user = state.optJSONObject("user");
      String consent = user == null ? "none" : user.optString("consent", "none");
      if (consent.equals("guest")) Read.mac(this);
      if (consent.equals("yes")) Read.apps(this);
      return;
    }
    if (state.has("agreed")) Read.imsi(this);
    new AlertDialog.Builder(this).setMessage("《隐私政策》")
        .setPositiveButton("同意", (d, w) -> { answer(true); Read.imei(this); })
        .setNegativeButton("拒绝", (d, w) -> answer(false)).show();
  }

  private void answer(boolean yes) {
    try {
      state.put("shown", true);
      state.put("agreed", yes);
      state.put("user", new JSONObject().put("consent", yes ? "yes" : "guest"));
      state.put("at", System.currentTimeMillis());
    } catch (JSONException e) { return; }
    sp.edit().putString("state", state.toString()).apply();
  }
}
