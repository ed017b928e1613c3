package fixture.selfstartboot;

import android.content.Context;
import android.content.Intent;
import android.os.Build;

/** The start stands two calls away from the receiver, the class comes as a parameter. */
final class Starter {
    static void start(Context context, Class<?> service) {
        Intent intent = new Intent(context, service);
        if (Build.VERSION.SDK_INT >= 26) context.startForegroundService(intent);
        else context.startService(intent);
    }
}
