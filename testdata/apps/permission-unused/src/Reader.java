package fixture.permissionunused;

import android.content.Context;
import android.location.Location;
import android.location.LocationManager;

/** Direct API of ACCESS_FINE_LOCATION: the one permission of the manifest that is used. */
final class Reader {
    static Location last(Context context) {
        LocationManager manager = (LocationManager) context.getSystemService(Context.LOCATION_SERVICE);
        return manager.getLastKnownLocation(LocationManager.GPS_PROVIDER);
    }
}
