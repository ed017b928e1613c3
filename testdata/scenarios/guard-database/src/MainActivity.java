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
  }

}
