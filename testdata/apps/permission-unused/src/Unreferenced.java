package fixture.permissionunused;

import android.content.Context;
import android.database.Cursor;
import android.provider.CalendarContract;

/** Dead code: no class refers to this one, so what it needs is not needed by the app. */
final class Unreferenced {
    static Cursor events(Context context) {
        return context.getContentResolver().query(CalendarContract.Events.CONTENT_URI, null, null, null, null);
    }
}
