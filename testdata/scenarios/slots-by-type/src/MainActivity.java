package fixture.slotsbytype;

import android.app.*;
import android.os.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  static List<Object> pick(int number) {
    switch (number) {
      case 0: return new ArrayList<>();
      case 1: return new ArrayList<>();
      case 2: return new ArrayList<>();
      case 3: return new ArrayList<>();
      case 4: return new ArrayList<>();
      case 5: return new ArrayList<>();
      case 6: return new ArrayList<>();
      case 7: return new ArrayList<>();
      case 8: return new ArrayList<>();
      case 9: return new ArrayList<>();
      case 10: return new ArrayList<>();
      case 11: return new ArrayList<>();
      case 12: return new ArrayList<>();
      case 13: return new ArrayList<>();
      case 14: return new ArrayList<>();
      case 15: return new ArrayList<>();
      case 16: return new ArrayList<>();
      case 17: return new ArrayList<>();
      case 18: return new ArrayList<>();
      case 19: return new ArrayList<>();
      default: return new LinkedList<>();
    }
  }

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    List<Object> some = pick((int) (System.nanoTime() % 21));
    some.add(Boolean.TRUE);
    some.set(0, Boolean.TRUE);
    if (getSharedPreferences("app", 0).getBoolean("agreed", false)) Read.imei(this);
    else Read.androidId(this);
  }
}
