package fixture.enumtable;

import android.app.*;
import android.content.*;
import android.content.res.*;
import android.os.*;
import android.view.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  enum Start { NOW, LATER, NEVER }

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    // An array of the platform's, of which nothing but its type is known.
    int[] colours = getResources().getIntArray(android.R.array.emailAddressTypes);
    for (int i = 0; i < colours.length; i++) colours[i] = colours[i] | 0xff;
    begin(Start.NOW);
    begin(Start.NEVER);
  }

  private void begin(Start start) {
    switch (start) {
      case NOW: Read.mac(this); break;
      case LATER: Read.imei(this); break;
      default: break;
    }
  }
}
