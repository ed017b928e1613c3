package fixture.freqrunner;

final class Period {
  long ms = 5000;
  Period every(long ms) { this.ms = ms; return this; }
}
