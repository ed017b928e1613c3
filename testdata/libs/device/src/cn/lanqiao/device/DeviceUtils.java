package cn.lanqiao.device;

import android.accounts.AccountManager;
import android.app.ActivityManager;
import android.bluetooth.BluetoothAdapter;
import android.content.ClipboardManager;
import android.content.Context;
import android.database.Cursor;
import android.location.Location;
import android.location.LocationManager;
import android.net.ConnectivityManager;
import android.net.Uri;
import android.net.wifi.WifiInfo;
import android.net.wifi.WifiManager;
import android.os.Build;
import android.provider.CalendarContract;
import android.provider.CallLog;
import android.provider.ContactsContract;
import android.provider.Settings;
import android.telephony.TelephonyManager;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;

/** Device helpers as every second app carries them: one read a method. Written for the fixtures. */
public final class DeviceUtils {
    private static TelephonyManager phoneOf(Context context) {
        return (TelephonyManager) context.getSystemService(Context.TELEPHONY_SERVICE);
    }

    private static WifiManager wifiOf(Context context) {
        return (WifiManager) context.getApplicationContext().getSystemService(Context.WIFI_SERVICE);
    }

    private static int count(Context context, Uri uri) {
        try (Cursor cursor = context.getContentResolver().query(uri, null, null, null, null)) {
            return cursor == null ? 0 : cursor.getCount();
        } catch (SecurityException e) {
            return -1;
        }
    }

    public static String imei(Context context) {
        try {
            return phoneOf(context).getImei();
        } catch (SecurityException e) {
            return "";
        }
    }

    public static String meid(Context context) {
        return phoneOf(context).getMeid();
    }

    public static String imsi(Context context) {
        return phoneOf(context).getSubscriberId();
    }

    public static String iccid(Context context) {
        return phoneOf(context).getSimSerialNumber();
    }

    public static String phone(Context context) {
        return phoneOf(context).getLine1Number();
    }

    public static Object cells(Context context) {
        return phoneOf(context).getAllCellInfo();
    }

    public static String androidId(Context context) {
        return Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
    }

    public static String mac(Context context) {
        try {
            return Arrays.toString(NetworkInterface.getByName("wlan0").getHardwareAddress());
        } catch (SocketException e) {
            return "";
        }
    }

    public static String ssid(Context context) {
        return wifiOf(context).getConnectionInfo().getSSID();
    }

    public static String bssid(Context context) {
        ConnectivityManager net = (ConnectivityManager) context.getSystemService(Context.CONNECTIVITY_SERVICE);
        return ((WifiInfo) net.getNetworkCapabilities(net.getActiveNetwork()).getTransportInfo()).getBSSID();
    }

    public static Object wifiList(Context context) {
        return wifiOf(context).getScanResults();
    }

    public static Location location(Context context) {
        return ((LocationManager) context.getSystemService(Context.LOCATION_SERVICE)).getLastKnownLocation("gps");
    }

    public static int apps(Context context) {
        return context.getPackageManager().getInstalledPackages(0).size();
    }

    public static int processes(Context context) {
        return ((ActivityManager) context.getSystemService(Context.ACTIVITY_SERVICE)).getRunningAppProcesses().size();
    }

    public static Object clip(Context context) {
        return ((ClipboardManager) context.getSystemService(Context.CLIPBOARD_SERVICE)).getPrimaryClip();
    }

    public static int contacts(Context context) {
        try (Cursor cursor = context.getContentResolver().query(ContactsContract.Contacts.CONTENT_URI, null, null, null, null)) {
            return cursor == null ? 0 : cursor.getCount();
        }
    }

    public static int callLog(Context context) {
        return count(context, CallLog.Calls.CONTENT_URI);
    }

    public static int sms(Context context) {
        return count(context, Uri.parse("content://sms/inbox"));
    }

    public static int calendar(Context context) {
        return count(context, CalendarContract.Events.CONTENT_URI);
    }

    public static int accounts(Context context) {
        return AccountManager.get(context).getAccounts().length;
    }

    public static String serial(Context context) {
        return Build.getSerial();
    }

    public static String btMac(Context context) {
        return BluetoothAdapter.getDefaultAdapter().getAddress();
    }

    public static Object bonded(Context context) {
        return BluetoothAdapter.getDefaultAdapter().getBondedDevices();
    }
}
