package fixture.features.camera;

import android.content.ContentProvider;
import android.content.ContentValues;
import android.content.Context;
import android.database.Cursor;
import android.net.Uri;
import android.telephony.TelephonyManager;

/** Runs with the app's process once the module is there. */
public class Start extends ContentProvider {
    static String read;

    @Override
    public boolean onCreate() {
        TelephonyManager phone = (TelephonyManager) getContext().getSystemService(Context.TELEPHONY_SERVICE);
        read = phone.getSimSerialNumber();
        return true;
    }

    @Override
    public Cursor query(Uri uri, String[] columns, String where, String[] args, String order) { return null; }

    @Override
    public String getType(Uri uri) { return null; }

    @Override
    public Uri insert(Uri uri, ContentValues values) { return null; }

    @Override
    public int delete(Uri uri, String where, String[] args) { return 0; }

    @Override
    public int update(Uri uri, ContentValues values, String where, String[] args) { return 0; }
}
