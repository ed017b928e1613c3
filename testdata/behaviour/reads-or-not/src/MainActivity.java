package fixture.readsornot;

import android.app.*;
import android.content.*;
import android.location.LocationManager;
import android.media.AudioManager;
import android.os.*;
import android.telephony.TelephonyManager;

/** What is written, or tells nothing of its item, is not told as read. */
public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    ClipboardManager clips = (ClipboardManager) getSystemService("clipboard");
    clips.setPrimaryClip(ClipData.newPlainText("code", "1234"));
    if (clips.hasPrimaryClip()) clips.getPrimaryClip();
    Environment.getExternalStorageDirectory();
    ((LocationManager) getSystemService("location")).getProviders(true);
    ((AudioManager) getSystemService("audio")).getStreamVolume(3);
    ((TelephonyManager) getSystemService("phone")).getCallState();
    bootTime();
    lasts();
  }

  private long bootTime() { return System.currentTimeMillis() - SystemClock.elapsedRealtime(); }

  /** How long something takes is no boot time. */
  private long lasts() { long begin = SystemClock.elapsedRealtime(); return SystemClock.elapsedRealtime() - begin; }
}
