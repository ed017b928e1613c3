package fixture.freqonce;

import android.content.Context;
import reads.Read;

final class Single {
  private static Single one;
  private final String id;
  private int notes;

  private Single(Context context) { id = Read.imsi(context); }

  static Single get(Context context) {
    if (one == null) {
      synchronized (Single.class) {
        if (one == null) one = new Single(context);
      }
    }
    return one;
  }

  void note() { notes++; }
}
