package fixture.idslinkedjson;

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
  private String oaid;
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    MdidSdkHelper.InitSdk(this, true, this);
    try { upload(); } catch (JSONException e) { setTitle("no"); }
  }
  @Override public void OnSupport(boolean supported, IdSupplier supplier) { oaid = supplier.getOAID(); }
  private void upload() throws JSONException {
    JSONObject body = new JSONObject();
    body.put("oaid", oaid);
    body.put("imei", Read.imei(this));
    getSharedPreferences("queue", 0).edit().putString("body", body.toString()).apply();
  }
}
