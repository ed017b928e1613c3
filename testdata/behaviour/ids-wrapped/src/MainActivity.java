package fixture.idswrapped;

import android.app.*;
import android.os.*;
import com.google.android.gms.ads.identifier.AdvertisingIdClient;
import org.json.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Thread(() -> report(record())).start();
  }

  private JSONObject record() {
    JSONObject record = new JSONObject();
    try {
      record.put("card", Read.iccid(this));
      record.put("gaid", AdvertisingIdClient.getAdvertisingIdInfo(this).getId());
    } catch (JSONException broken) {
      return null;
    }
    return record;
  }

  private void report(JSONObject record) { setTitle(String.valueOf(record.length())); }
}
