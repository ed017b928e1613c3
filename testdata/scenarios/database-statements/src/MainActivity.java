package fixture.databasestatements;

import android.app.Activity;
import android.content.Context;
import android.database.Cursor;
import android.database.sqlite.*;
import android.os.Bundle;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    SQLiteDatabase db = new Settings(this).getWritableDatabase();
    // What a new database is filled with.
    if (number(db, "select v from settings where k = 'device'") == 1) Read.imei(this);
    if (number(db, "select v from settings where k = 'agreed'") == 1) Read.androidId(this);
    // Columns by name and by place, values in the text and given.
    db.execSQL("insert into settings values(?, ?)", new Object[] {"sim", 1});
    if (rows(db, "sim") > 0) Read.imsi(this);
    if (rows(db, "phone") > 0) Read.phone(this);
    db.execSQL("update settings set v = ? where k = ?", new Object[] {2, "early"});
    if (number(db, "select v from settings where k = 'early'") == 2) Read.iccid(this);
    if (number(db, "select v from settings where k = 'early'") == 3) Read.mac(this);
    // The same by a statement that is kept.
    SQLiteStatement put = db.compileStatement("insert or replace into flags(name, on_) values(?, ?)");
    put.bindString(1, "scan");
    put.bindLong(2, 1);
    put.executeInsert();
    if (number(db, "select on_ from flags where name = 'scan'") == 1) Read.apps(this);
    if (number(db, "select on_ from flags where name = 'scan'") == 2) Read.location(this);
  }

  static int number(SQLiteDatabase db, String statement) {
    try (Cursor c = db.rawQuery(statement, null)) {
      return c.moveToFirst() ? c.getInt(0) : 0;
    }
  }

  static int rows(SQLiteDatabase db, String name) {
    try (Cursor c = db.rawQuery("select v from settings where k = ?", new String[] {name})) {
      return c.getCount();
    }
  }

  static class Settings extends SQLiteOpenHelper {
    Settings(Context context) { super(context, "settings.db", null, 1); }

    @Override public void onCreate(SQLiteDatabase db) {
      db.execSQL("CREATE TABLE IF NOT EXISTS settings (k TEXT PRIMARY KEY, v INTEGER NOT NULL DEFAULT 0)");
      db.execSQL("create table flags(name text, on_ integer)");
      db.execSQL("insert into settings values('device', 1), ('agreed', 0)");
      db.execSQL("insert into settings(v, k) values(0, 'early')");
    }

    @Override public void onUpgrade(SQLiteDatabase db, int from, int to) { }
  }
}
