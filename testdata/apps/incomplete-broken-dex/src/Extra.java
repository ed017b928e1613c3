package fixture.incompletebrokendex;

/** In the second dex, which is damaged. */
public class Extra {
    @Override
    public String toString() {
        return "extra";
    }
}
