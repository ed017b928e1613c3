package fixture.dynamiccodenone;

/** Lives in the second dex. */
public class Extra {
    @Override
    public String toString() {
        return "DexClassLoader";
    }
}
