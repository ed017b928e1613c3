package fixture.filesbypath;

import android.app.Activity;
import android.os.Bundle;
import java.io.*;
import java.nio.file.*;
import java.util.Scanner;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    String home = getFilesDir().getPath();
    Path agreed = Paths.get(home, "state", "agreed");
    if (Files.notExists(agreed)) Read.imei(this);
    if (Files.exists(agreed)) Read.androidId(this);
    Path first = new File(home, "first").toPath();
    try {
      Files.createFile(first);
      if (Files.exists(Paths.get(home).resolve("first"))) Read.imsi(this);
      Path mode = Paths.get(home, "mode");
      Files.write(mode, "full".getBytes());
      String held = new String(Files.readAllBytes(mode));
      if (held.equals("full")) Read.iccid(this);
      if (held.equals("basic")) Read.mac(this);
      File version = new File(home, "version");
      FileWriter out = new FileWriter(version);
      out.write("3");
      out.close();
      int number = new Scanner(version).nextInt();
      if (number > 2) Read.phone(this);
      if (number > 3) Read.location(this);
    } catch (IOException e) {
      setTitle("broken");
    }
  }
}
