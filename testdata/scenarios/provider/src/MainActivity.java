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
    android.net.Uri own = android.net.Uri.parse("content://fixture.provider.a");
    Bundle agreed = getContentResolver().call(own, "agreed", null, null);
    if (agreed.getBoolean("yes", false)) Read.imsi(this);
    Bundle name = getContentResolver().call(own, "name", null, null);
    if (name.getString("text", "").equals("fixture")) Read.iccid(this);
    if (getContentResolver().query(own, null, null, null, null).moveToFirst()) Read.phone(this);
    if (getContentResolver().query(android.net.Uri.parse("content://fixture.provider.a/name"), null, null, null, null).moveToFirst()) Read.mac(this);
    ask("warm");
    new Button(this).setOnClickListener(v -> ask("all"));
  }
  private void ask(String part) {
    getContentResolver().query(android.net.Uri.withAppendedPath(android.net.Uri.parse("content://fixture.provider.parts"), part), null, null, null, null);
  }
  static abstract class Base extends ContentProvider {
   public android.database.Cursor query(android.net.Uri u, String[] p, String s, String[] a, String o) { return null; }
   public String getType(android.net.Uri u) { return null; } public android.net.Uri insert(android.net.Uri u, ContentValues v) { return null; }
   public int delete(android.net.Uri u, String s, String[] a) { return 0; } public int update(android.net.Uri u, ContentValues v, String s, String[] a) { return 0; }
  }
  public static class Init extends Base {
   public boolean onCreate() { Read.imei(getContext()); return true; }
   public android.database.Cursor query(android.net.Uri u, String[] p, String s, String[] a, String o) {
    android.database.MatrixCursor rows = new android.database.MatrixCursor(new String[] {"a"});
    boolean agreed = getContext().getSharedPreferences("s", 0).getBoolean("agreed", false);
    if (agreed || u.toString().endsWith("/name")) rows.addRow(new Object[] {1});
    return rows;
   }
   public Bundle call(String method, String arg, Bundle extras) {
    Bundle answer = new Bundle();
    if (method.equals("agreed")) answer.putBoolean("yes", getContext().getSharedPreferences("s", 0).getBoolean("agreed", false));
    if (method.equals("name")) answer.putString("text", "fixture");
    return answer;
   }
  }
  public static class Parts extends Base {
   public boolean onCreate() { return true; }
   public android.database.Cursor query(android.net.Uri u, String[] p, String s, String[] a, String o) {
    if ("warm".equals(u.getLastPathSegment())) Read.location(getContext());
    if ("all".equals(u.getLastPathSegment())) Read.apps(getContext());
    return null;
   }
  }
  public static class Off extends Base { public boolean onCreate() { Read.androidId(getContext()); return true; } }
}
