package fixture.initializer;

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

  }
  public interface Initializer { void create(Context c); }
  public static class One implements Initializer { public void create(Context c) { Read.imei(c); } public void more(Context c) { Read.androidId(c); } }
  public static class Two implements Initializer { public void create(Context c) { Read.phone(c); } }
  public static class Start extends ContentProvider {
   public boolean onCreate() { try { android.content.pm.ProviderInfo p = getContext().getPackageManager().getProviderInfo(new ComponentName(getContext(), Start.class), 128);
    for (String k : p.metaData.keySet()) if ("start".equals(p.metaData.getString(k))) ((Initializer) Class.forName(k).newInstance()).create(getContext()); } catch (Exception e) { } return true; }
   public android.database.Cursor query(android.net.Uri u, String[] p, String s, String[] a, String o) { return null; }
   public String getType(android.net.Uri u) { return null; } public android.net.Uri insert(android.net.Uri u, ContentValues v) { return null; }
   public int delete(android.net.Uri u, String s, String[] a) { return 0; } public int update(android.net.Uri u, ContentValues v, String s, String[] a) { return 0; }
  }
  @Override public void onBackPressed() { new One().more(this); }
}
