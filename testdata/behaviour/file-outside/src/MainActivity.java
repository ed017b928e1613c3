package fixture.fileoutside;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

import java.io.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    try {
      File file = new File(Environment.getExternalStorageDirectory(), ".device");
      FileOutputStream out = new FileOutputStream(file);
      out.write(Read.imei(this).getBytes("UTF-8"));
      out.close();
      BufferedWriter writer = new BufferedWriter(new FileWriter("/sdcard/Android/.id"));
      writer.write(Read.mac(this));
      writer.close();
    } catch (IOException e) { setTitle("no"); }
  }
}
