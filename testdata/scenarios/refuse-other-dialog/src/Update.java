package fixture.refuseotherdialog;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

final class Update {
  static void check(Activity page) {
    new AlertDialog.Builder(page).setMessage("发现新版本").setPositiveButton("更新", (d, w) -> Read.mac(page)).setNegativeButton("取消", (d, w) -> Read.androidId(page)).show();
  }
}
