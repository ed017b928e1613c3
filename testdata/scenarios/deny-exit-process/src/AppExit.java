package fixture.denyexitprocess;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

final class AppExit {
  static void now(Activity page) {
    page.finish();
    android.os.Process.killProcess(android.os.Process.myPid());
    System.exit(0);
  }
}
