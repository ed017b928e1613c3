package fixture.providerelsewhere;

import android.content.*;
import android.database.Cursor;
import android.net.Uri;
import android.os.*;

public class Answers extends ContentProvider {
  @Override public Bundle call(String method, String arg, Bundle extras) {
    Bundle answer = new Bundle();
    answer.putParcelable("intent", new Intent(getContext(), Own.class));
    return answer;
  }
  @Override public boolean onCreate() { return true; }
  @Override public Cursor query(Uri uri, String[] columns, String where, String[] args, String order) { return null; }
  @Override public String getType(Uri uri) { return null; }
  @Override public Uri insert(Uri uri, ContentValues values) { return null; }
  @Override public int delete(Uri uri, String where, String[] args) { return 0; }
  @Override public int update(Uri uri, ContentValues values, String where, String[] args) { return 0; }
}
