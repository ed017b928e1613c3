package fixture.guardfilesystem;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    if (new java.io.File("/system/build.prop").exists()) Read.imei(this);
    for (java.io.File file : Environment.getExternalStorageDirectory().listFiles()) setTitle(file.getName());
  }

}
