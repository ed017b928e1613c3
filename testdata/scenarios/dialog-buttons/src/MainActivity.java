package fixture.dialogbuttons;

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
    new AlertDialog.Builder(this).setTitle("x").setPositiveButton("ok", (d, w) -> Read.androidId(this)).setNegativeButton("no", new DialogInterface.OnClickListener() { public void onClick(DialogInterface d, int w) { Read.imei(MainActivity.this); } }).show();
  }

}
