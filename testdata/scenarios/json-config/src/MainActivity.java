package fixture.jsonconfig;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Thread(() -> { try { String s = new Scanner(new java.net.URL("https://a.example/c").openStream()).next(); if (new org.json.JSONObject(s).optBoolean("collect", false)) Read.imei(this); if (getSharedPreferences("a", 0).getBoolean("agreed", false)) Read.androidId(this); } catch (Exception e) { } }).start();
  }

}
