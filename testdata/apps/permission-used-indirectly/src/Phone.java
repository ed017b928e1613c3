package fixture.permissionusedindirectly;

import android.content.Context;
import android.content.Intent;
import android.net.Uri;
import android.provider.Settings;

/** CALL_PHONE by intent action, WRITE_SETTINGS by setting, READ_PHONE_STATE by reflection. */
final class Phone {
    static void call(Context context, String number) {
        context.startActivity(new Intent("android.intent.action.CALL", Uri.parse("tel:" + number)));
    }

    static void brighter(Context context) {
        Settings.System.putInt(context.getContentResolver(), Settings.System.SCREEN_BRIGHTNESS, 255);
    }

    static Object device(Context context) throws Exception {
        Object manager = context.getSystemService(Context.TELEPHONY_SERVICE);
        return Class.forName("android.telephony.TelephonyManager").getMethod("getDeviceId").invoke(manager);
    }
}
