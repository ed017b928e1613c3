package fixture.refuseflagreset;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity implements DialogInterface.OnClickListener {
  @Override protected void onCreate(Bundle saved) {
    super.onCreate(saved);
    Session.get().load(getSharedPreferences("first", 0));
    Session.get().ready = true;
    Session.get().known = true;
    new AlertDialog.Builder(this).setMessage("《隐私政策》").setPositiveButton("同意", this).setNegativeButton("拒绝", this).show();
  }

  @Override public void onClick(DialogInterface dialog, int which) {
    switch (which) {
      case DialogInterface.BUTTON_POSITIVE: Session.get().agree(); break;
      case DialogInterface.BUTTON_NEGATIVE: Session.get().refuse(); break;
    }
    if (Session.get().ready) Read.imei(this);
    if (Session.get().known) Read.androidId(this);
  }
}
