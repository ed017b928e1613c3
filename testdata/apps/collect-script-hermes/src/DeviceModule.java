package fixture.collectscripthermes;

import android.content.Context;
import android.telephony.TelephonyManager;
import com.facebook.react.bridge.ReactMethod;

/** Called by the script alone: no Java code refers to it but the list of modules. */
public class DeviceModule {
    private final Context context;

    public DeviceModule(Context context) {
        this.context = context;
    }

    @ReactMethod
    public void getDeviceId(String unused) {
        TelephonyManager phone = (TelephonyManager) context.getSystemService(Context.TELEPHONY_SERVICE);
        MainActivity.answer = phone.getDeviceId();
    }

    /** Not for scripts, and called by nobody. */
    public void getSubscriberId() {
        TelephonyManager phone = (TelephonyManager) context.getSystemService(Context.TELEPHONY_SERVICE);
        MainActivity.answer = phone.getSubscriberId();
    }
}
