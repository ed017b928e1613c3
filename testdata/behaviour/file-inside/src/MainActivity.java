package fixture.fileinside;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

import java.io.*;
import javax.crypto.Cipher;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    try {
      FileOutputStream out = new FileOutputStream(new File(getFilesDir(), "device"));
      out.write(Read.imei(this).getBytes("UTF-8"));
      out.close();
      FileOutputStream open = openFileOutput("id", MODE_PRIVATE);
      open.write(Read.mac(this).getBytes());
      open.close();
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      byte[] sealed = cipher.doFinal(Read.imsi(this).getBytes());
      FileOutputStream card = new FileOutputStream(new File(Environment.getExternalStorageDirectory(), "sealed"));
      card.write(sealed);
      card.close();
      FileWriter log = new FileWriter(new File(Environment.getExternalStorageDirectory(), "log.txt"));
      log.write("started");
      log.close();
    } catch (Exception e) { setTitle("no"); }
  }
}
