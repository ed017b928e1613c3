package fixture.owndatadir;

import android.app.*;
import android.content.pm.*;
import android.os.*;
import java.io.File;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    ApplicationInfo info = getApplicationInfo();
    // Nothing lies in own folders yet.
    File old = new File(info.dataDir + "/lib-main");
    if (old.isDirectory()) {
      for (File one : old.listFiles()) one.delete();
      Read.imei(this);
    }
    // Native libraries may: the installer put them there.
    if (new File(info.dataDir, "lib/libmain.so").exists()) Read.androidId(this);
    // The manifest does not say that they stay in the package.
    if ((info.flags & (1 << 28)) == 0) Read.imsi(this);
    else Read.mac(this);
    try {
      if (new File(getPackageManager().getApplicationInfo(getPackageName(), 0).dataDir, "agreed").exists()) Read.phone(this);
      new File(getPackageManager().getApplicationInfo("com.example.other", 0).dataDir, "files").listFiles();
    } catch (PackageManager.NameNotFoundException e) { }
  }
}
