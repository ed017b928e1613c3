package fixture.contentauthority;

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
    getContentResolver().query(android.provider.ContactsContract.CommonDataKinds.Phone.CONTENT_URI, null, null, null, null);
    getContentResolver().query(android.net.Uri.parse("content://fixture.own/items"), null, null, null, null);
    getContentResolver().query(android.net.Uri.withAppendedPath(android.provider.CalendarContract.Events.CONTENT_URI, getTitle().toString()), null, null, null, null);
    if (getSharedPreferences("a", 0).getBoolean("agreed", false)) getContentResolver().query(android.net.Uri.parse("content://call_log/calls"), null, null, null, null);
    // A text and its address are one for the scan: the cast of what comes out of the list lets it through.
    List<android.net.Uri> all = new ArrayList<>();
    all.add(android.net.Uri.parse("content://sms/inbox"));
    for (android.net.Uri one : all) {
      getContentResolver().query(one, null, null, null, null);
      Read.imei(this);
    }
  }

}
