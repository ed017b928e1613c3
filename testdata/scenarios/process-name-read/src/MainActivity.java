package fixture.processnameread;

import android.app.*;
import android.content.*;
import android.os.*;
import java.io.*;
import reads.Read;

public class MainActivity extends Activity {
  public static class App extends Application {
    @Override public void onCreate() {
      super.onCreate();
      if (collected().endsWith(":push")) Read.imei(this);
      else Read.imsi(this);
      if (written().contains(":")) Read.iccid(this);
      if (read().equals(getPackageName())) Read.mac(this);
      else Read.phone(this);
    }

    /** By parts, from bytes. */
    private String collected() {
      try (InputStream in = new FileInputStream("/proc/self/cmdline")) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] part = new byte[64];
        for (int count; (count = in.read(part, 0, part.length)) > 0; ) out.write(part, 0, count);
        return out.toString().trim();
      } catch (IOException e) {
        return "";
      }
    }

    /** By parts, from letters. */
    private String written() {
      try (Reader in = new InputStreamReader(new FileInputStream(new File("/proc/" + android.os.Process.myPid() + "/cmdline")))) {
        StringWriter out = new StringWriter();
        char[] part = new char[64];
        for (int count; (count = in.read(part)) > 0; ) out.write(part, 0, count);
        return out.toString().trim();
      } catch (IOException e) {
        return "";
      }
    }

    /** At once. */
    private String read() {
      try (FileInputStream in = new FileInputStream("/proc/self/cmdline")) {
        byte[] all = new byte[256];
        int count = in.read(all);
        return new String(all, 0, count).trim();
      } catch (IOException e) {
        return getPackageName();
      }
    }
  }

  public static class Push extends Service {
    @Override public IBinder onBind(Intent intent) { return null; }
  }

  @Override public void onBackPressed() { startService(new Intent(this, Push.class)); }
}
