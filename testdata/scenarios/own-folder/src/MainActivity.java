package fixture.ownfolder;

import android.app.Activity;
import android.os.Bundle;
import android.os.Environment;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Objects;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    File pictures = getExternalFilesDir(Environment.DIRECTORY_PICTURES);
    if (!pictures.exists()) pictures.mkdirs();
    for (File picture : Objects.requireNonNull(pictures.listFiles())) if (picture.isFile()) Read.imsi(this);
    File logs = new File(getFilesDir(), "logs");
    logs.mkdir();
    try {
      new FileOutputStream(new File(logs, "first.txt")).close();
      for (String log : logs.list()) Read.imei(this);
    } catch (IOException e) {
      setTitle("broken");
    }
    File drafts = new File(getCacheDir(), "drafts");
    drafts.mkdir();
    if (drafts.list().length > 0) Read.androidId(this);
    // A name that is not known, in a folder that is.
    File parts = new File(getCacheDir(), "parts");
    new File(parts, System.currentTimeMillis() + ".part").mkdirs();
    if (parts.list().length > 0) Read.iccid(this);
    setTitle("" + size(getCacheDir()));
  }

  /** However deep a file lies, it is in that folder. */
  static long size(File file) {
    File[] all = file.listFiles();
    long sum = file.length();
    if (all != null) for (File one : all) sum += size(one);
    return sum;
  }
}
