package fixture.providerorder;

import android.app.*;
import android.content.*;
import android.database.Cursor;
import android.net.Uri;
import android.os.*;
import reads.Read;

public class MainActivity extends Activity {
  public static class App extends Application {
    static boolean attached;
    static boolean ready;

    @Override protected void attachBaseContext(Context base) {
      super.attachBaseContext(base);
      if (Init.installed) Read.imsi(base);
      attached = true;
    }

    @Override public void onCreate() {
      super.onCreate();
      ready = true;
      if (!Init.installed) Read.phone(this);
    }
  }

  public static class Init extends ContentProvider {
    static boolean installed;

    @Override public boolean onCreate() {
      installed = true;
      if (App.attached) Read.imei(getContext());
      if (!App.attached) Read.iccid(getContext());
      if (App.ready) Read.androidId(getContext());
      return true;
    }

    @Override public Cursor query(Uri u, String[] p, String s, String[] a, String o) { return null; }
    @Override public String getType(Uri u) { return null; }
    @Override public Uri insert(Uri u, ContentValues v) { return null; }
    @Override public int delete(Uri u, String s, String[] a) { return 0; }
    @Override public int update(Uri u, ContentValues v, String s, String[] a) { return 0; }
  }

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (App.ready && Init.installed) Read.mac(this);
  }
}
