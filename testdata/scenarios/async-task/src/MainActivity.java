package fixture.asynctask;

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
    new Load(this).execute("x");
    kept = new Other(this);
    new Version(this).execute();
  }
  Other kept;
  static class Load extends AsyncTask<String, Void, String> { final Context c; Load(Context c) { this.c = c; }
   protected String doInBackground(String... a) { Read.imei(c); return a[0]; } protected void onPostExecute(String s) { Read.imsi(c); } }
  static class Other extends AsyncTask<Void, Void, Void> { final Context c; Other(Context c) { this.c = c; } protected Void doInBackground(Void... a) { Read.androidId(c); return null; } }
  static class Version extends AsyncTask<Void, Void, Integer> { final Context c; Version(Context c) { this.c = c; }
   protected Integer doInBackground(Void... a) { return c.getSharedPreferences("s", 0).getInt("version", -1); }
   protected void onPostExecute(Integer version) { if (version < 3) Read.iccid(c); else Read.phone(c); } }
  @Override public void onBackPressed() { kept.execute(); }
}
