package fixture.requestdeclared;

import android.app.*;
import android.content.pm.*;
import android.os.*;
import java.util.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    try {
      PackageInfo own = getPackageManager().getPackageInfo(getPackageName(), PackageManager.GET_PERMISSIONS);
      List<String> missing = new ArrayList<>();
      for (String name : own.requestedPermissions) if (checkSelfPermission(name) != PackageManager.PERMISSION_GRANTED) missing.add(name);
      if (!missing.isEmpty()) requestPermissions(missing.toArray(new String[0]), 1);
    } catch (PackageManager.NameNotFoundException e) {
      setTitle("gone");
    }
  }
}
