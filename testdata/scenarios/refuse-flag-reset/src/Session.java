package fixture.refuseflagreset;

import android.content.SharedPreferences;

/** Made by who asks first. */
final class Session {
  private static Session one;
  boolean ready, known;
  private SharedPreferences sp;

  private Session() {}

  static synchronized Session get() {
    if (one == null) one = new Session();
    return one;
  }

  void load(SharedPreferences from) { sp = from; ready = from.getBoolean("agreed", false); }
  void agree() { ready = true; sp.edit().putBoolean("agreed", true).apply(); }
  void refuse() { ready = false; }
}
