package fixture.provider;

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
  static abstract class Base extends ContentProvider {
   public android.database.Cursor query(android.net.Uri u, String[] p, String s, String[] a, String o) { return null; }
   public String getType(android.net.Uri u) { return null; } public android.net.Uri insert(android.net.Uri u, ContentValues v) { return null; }
   public int delete(android.net.Uri u, String s, String[] a) { return 0; } public int update(android.net.Uri u, ContentValues v, String s, String[] a) { return 0; }
  }
  public static class Init extends Base { public boolean onCreate() { Read.imei(getContext()); return true; } }
  public static class Off extends Base { public boolean onCreate() { Read.androidId(getContext()); return true; } }
}
