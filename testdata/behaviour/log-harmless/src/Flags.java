package fixture.logharmless;

final class Flags {
  private static boolean verbose;
  static boolean verbose() { return verbose; }
}
