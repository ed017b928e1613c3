package reads;

import android.content.Context;
import android.location.LocationManager;
import android.net.wifi.WifiManager;
import android.provider.Settings;
import android.telephony.TelephonyManager;

/** One method per personal-data item: what the scenario apps read, told apart by the item. */
public final class Read {
  private static TelephonyManager phone(Object service) { return (TelephonyManager) service; }

  public static String imei(Context c) { return phone(c.getSystemService("phone")).getDeviceId(); }

  public static String imsi(Context c) { return phone(c.getSystemService("phone")).getSubscriberId(); }

  public static String iccid(Context c) { return phone(c.getSystemService("phone")).getSimSerialNumber(); }

  public static String phone(Context c) { return phone(c.getSystemService("phone")).getLine1Number(); }

  public static String androidId(Context c) { return Settings.Secure.getString(c.getContentResolver(), "android_id"); }

  public static String mac(Context c) { return ((WifiManager) c.getSystemService("wifi")).getConnectionInfo().getMacAddress(); }

  public static Object location(Context c) { return ((LocationManager) c.getSystemService("location")).getLastKnownLocation("gps"); }

  public static Object apps(Context c) { return c.getPackageManager().getInstalledPackages(0); }
}
