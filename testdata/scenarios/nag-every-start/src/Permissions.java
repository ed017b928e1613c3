package fixture.nageverystart;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

final class Permissions {
  static void need(Activity page, String... names) {
    List<String> missing = new ArrayList<>();
    for (String name : names) {
      if (page.checkSelfPermission(name) != 0) missing.add(name);
    }
    if (!missing.isEmpty()) page.requestPermissions(missing.toArray(new String[0]), 42);
  }
}
