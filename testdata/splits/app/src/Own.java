package fixture.splits;

final class Own {
    static {
        System.loadLibrary("device");
    }

    static native int level();
}
