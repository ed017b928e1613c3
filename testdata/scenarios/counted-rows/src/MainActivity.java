package fixture.countedrows;

import android.app.Activity;
import android.content.ContentValues;
import android.database.DatabaseUtils;
import android.database.sqlite.*;
import android.os.Bundle;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    SQLiteDatabase db = openOrCreateDatabase("a.db", 0, null);
    db.execSQL("create table if not exists kv(k text, v integer)");
    ContentValues row = new ContentValues();
    row.put("k", "device");
    row.put("v", 1);
    db.insert("kv", null, row);
    if (DatabaseUtils.queryNumEntries(db, "kv") > 0) Read.imei(this);
    if (DatabaseUtils.queryNumEntries(db, "kv", "k='agreed'") > 0) Read.androidId(this);
    if (db.compileStatement("select count(*) from kv where v=1").simpleQueryForLong() > 0) Read.imsi(this);
    if (db.compileStatement("select count(*) from kv where v=7").simpleQueryForLong() > 0) Read.mac(this);
  }
}
