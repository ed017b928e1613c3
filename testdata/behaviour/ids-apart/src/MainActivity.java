package fixture.idsapart;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

import com.bun.miitmdid.core.MdidSdkHelper;
import com.bun.miitmdid.interfaces.*;
import org.json.*;

public class MainActivity extends Activity implements IIdentifierListener {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    MdidSdkHelper.InitSdk(this, true, this);
    try {
      JSONObject body = new JSONObject();
      body.put("imei", Read.imei(this));
      keep("risk", body);
    } catch (JSONException e) { setTitle("no"); }
  }
  @Override public void OnSupport(boolean supported, IdSupplier supplier) {
    try {
      JSONObject body = new JSONObject();
      body.put("oaid", supplier.getOAID());
      body.put("channel", "store");
      keep("ads", body);
    } catch (JSONException e) { setTitle("no"); }
  }
  private void keep(String name, JSONObject body) { getSharedPreferences("queue", 0).edit().putString(name, body.toString()).apply(); }
}
