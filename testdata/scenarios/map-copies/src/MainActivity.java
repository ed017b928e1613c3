package fixture.mapcopies;

import android.app.Activity;
import android.os.Bundle;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import reads.Read;

public class MainActivity extends Activity {
  private final Map<String, Object> kept = new LinkedHashMap<>();

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Map<String, Object> edited = new HashMap<>(kept);
    edited.put("starts", 1);
    kept.putAll(edited);
    Map<String, Object> now = new HashMap<>(kept);
    if (now.get("starts") != null) Read.imei(this);
    if (now.get("agreed") != null) Read.androidId(this);
    // Of a map with one entry a copy is made in another way.
    Map.Entry<String, Object> only = now.entrySet().iterator().next();
    Map<String, Object> single = Collections.singletonMap(only.getKey(), only.getValue());
    if (single.get(only.getKey()) instanceof Integer) Read.imsi(this);
    if (single.get(only.getKey()) instanceof Boolean) Read.iccid(this);
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    seen.add(new IllegalStateException());
    if (new HashMap<>(kept).get("seen") != null) Read.phone(this);
  }

  @Override public void onBackPressed() { kept.put("agreed", true); }
}
