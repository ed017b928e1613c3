package fixture.providerelsewhere;

import android.content.*;
import android.net.Uri;
import android.os.*;

public class Boot extends BroadcastReceiver implements ServiceConnection {
  @Override public void onReceive(Context context, Intent intent) {
    ContentResolver resolver = context.getContentResolver();
    // What another app's provider hands out names a service of that app.
    Bundle theirs = null;
    try {
      ContentProviderClient client = resolver.acquireUnstableContentProviderClient(Uri.parse("content://com.example.other.services"));
      theirs = client.call("service", "one", null);
      client.release();
    } catch (RemoteException e) { }
    if (theirs != null) {
      Intent service = (Intent) theirs.getParcelable("intent");
      if (service != null) context.bindService(service, this, Context.BIND_AUTO_CREATE);
    }
    Bundle more = resolver.call(address("com.example.other.services"), "service", "two", null);
    Parcelable second = more.getParcelable("intent");
    if (second instanceof Intent) context.startService((Intent) second);
    // What the own one hands out is the own.
    Bundle ours = resolver.call(address("fixture.providerelsewhere.answers"), "service", "three", null);
    context.startService((Intent) ours.getParcelable("intent"));
  }
  private static Uri address(String authority) {
    return new Uri.Builder().scheme("content").authority(authority).appendPath("one").build();
  }
  @Override public void onServiceConnected(ComponentName name, IBinder binder) { }
  @Override public void onServiceDisconnected(ComponentName name) { }
}
