package fixture.guarddatabase;

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
    android.database.sqlite.SQLiteDatabase db = openOrCreateDatabase("a.db", 0, null);
    android.database.Cursor c = db.rawQuery("select agreed from consent", null);
    if (c.moveToFirst() && c.getInt(0) == 1) Read.androidId(this);
    if (c.getCount() == 0) Read.imei(this);
    for (c.moveToFirst(); !c.isAfterLast(); c.moveToNext()) Read.androidId(this);
    c.close();
    // Another table has rows, and those of another app may be there.
    db.execSQL("insert into log(at) values(1)");
    if (db.query("log", null, null, null, null, null, null).moveToNext()) Read.imsi(this);
    android.database.Cursor logged = db.rawQuery("select count(*) from log", null);
    if (logged.moveToFirst() && logged.getInt(0) > 0) Read.iccid(this);
    android.database.Cursor agreed = db.rawQuery("select count(*) from consent", null);
    if (agreed.moveToFirst() && agreed.getInt(0) > 0) Read.phone(this);
    android.database.Cursor media = getContentResolver().query(android.provider.MediaStore.Images.Media.EXTERNAL_CONTENT_URI, null, null, null, null);
    while (media.moveToNext()) Read.mac(this);
    // Settings by their names: one is put in, another is not.
    ContentValues row = new ContentValues();
    row.put("k", "device");
    row.put("v", "1");
    db.insert("settings", null, row);
    if ("1".equals(setting(db, "device"))) Read.apps(this);
    if ("1".equals(setting(db, "agreed"))) Read.location(this);
  }

  static String setting(android.database.sqlite.SQLiteDatabase db, String name) {
    try (android.database.Cursor c = db.query("settings", new String[] {"v"}, "k=?", new String[] {name}, null, null, null)) {
      return c.moveToNext() ? c.getString(c.getColumnIndex("v")) : null;
    }
  }

}
