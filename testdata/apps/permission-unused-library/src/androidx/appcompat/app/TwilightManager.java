package androidx.appcompat.app;

import android.Manifest;
import android.content.Context;
import android.content.pm.PackageManager;
import android.location.Location;
import android.location.LocationManager;

/** Stands for the library's class of that name: looks where the sun is, when the app may know. */
public final class TwilightManager {
    private final Context context;

    public TwilightManager(Context context) {
        this.context = context;
    }

    public boolean isNight() {
        if (context.checkPermission(Manifest.permission.ACCESS_COARSE_LOCATION, 0, 0) != PackageManager.PERMISSION_GRANTED) {
            return false;
        }
        LocationManager manager = (LocationManager) context.getSystemService(Context.LOCATION_SERVICE);
        Location last = manager.getLastKnownLocation(LocationManager.NETWORK_PROVIDER);
        return last != null && last.getLatitude() > 66;
    }
}
