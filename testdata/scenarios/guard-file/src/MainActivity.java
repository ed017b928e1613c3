package fixture.guardfile;

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
    java.io.File mark = new java.io.File(getFilesDir(), "agreed");
    if (mark.exists()) Read.androidId(this); else Read.imei(this);
    for (String name : fileList()) if (name.endsWith(".user")) Read.mac(this);
  }

}
