package fixture.collectnativeso;

final class Device {
    static {
        System.loadLibrary("device");
    }

    static native String mac();

    static native String serial();
}
