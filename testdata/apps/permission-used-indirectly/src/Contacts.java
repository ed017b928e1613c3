package fixture.permissionusedindirectly;

import android.content.Context;
import android.database.Cursor;
import android.net.Uri;

/** READ_CONTACTS and READ_SMS by content authority, the second built from parts. */
final class Contacts {
    static int count(Context context) {
        try (Cursor all = context.getContentResolver().query(Uri.parse("content://com.android.contacts/data/phones"), null, null, null, null)) {
            return all == null ? 0 : all.getCount();
        }
    }

    static Cursor inbox(Context context) {
        Uri uri = new Uri.Builder().scheme("content").authority("sms").appendPath("inbox").build();
        return context.getContentResolver().query(uri, null, null, null, null);
    }
}
