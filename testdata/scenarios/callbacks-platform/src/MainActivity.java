package fixture.callbacksplatform;

import android.app.*;
import android.content.*;
import android.os.*;
import java.io.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity implements LoaderManager.LoaderCallbacks<String> {
  private Messenger line;
  private final ServiceConnection connection = new ServiceConnection() {
    @Override public void onServiceConnected(ComponentName n, IBinder b) { line = new Messenger(b); try { line.send(Message.obtain(null, LineService.QUERY)); } catch (RemoteException e) { line = null; } }
    @Override public void onServiceDisconnected(ComponentName n) { line = null; }
  };
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    getLoaderManager().initLoader(1, null, this);
    getLoaderManager().initLoader(2, null, this);
    bindService(new Intent(this, LineService.class), connection, BIND_AUTO_CREATE);
    new Thread(new FutureTask<>(() -> Read.iccid(this))).start();
    FutureTask<String> never = new FutureTask<>(() -> Read.androidId(this));
    setTitle("" + never.isDone());
    registerReceiver(new BroadcastReceiver() { @Override public void onReceive(Context c, Intent i) { if ("android.net.conn.CONNECTIVITY_CHANGE".equals(i.getAction())) Read.mac(c); else Read.phone(c); } }, new IntentFilter("android.net.conn.CONNECTIVITY_CHANGE"));
    getFragmentManager().beginTransaction().add(1, new Tab()).commit();
    if (process().endsWith(":web")) Read.androidId(this);
  }
  private static String process() { try { return new BufferedReader(new FileReader("/proc/self/cmdline")).readLine().trim(); } catch (IOException e) { return ""; } }
  @Override public Loader<String> onCreateLoader(int id, Bundle args) {
    if (id == 2) return new AsyncTaskLoader<String>(this) { @Override public String loadInBackground() { return Read.phone(getContext()); } };
    return new AsyncTaskLoader<String>(this) { @Override protected void onStartLoading() { forceLoad(); } @Override public String loadInBackground() { return Read.imei(getContext()); } };
  }
  @Override public void onLoadFinished(Loader<String> loader, String data) { }
  @Override public void onLoaderReset(Loader<String> loader) { }
  public static class Tab extends Fragment { @Override public void onHiddenChanged(boolean hidden) { Read.location(getActivity()); } }
}
