package fixture.packednot;

/** Named like another one. */
final class ApplicationWrapper {
    static final String NOTE = "360 加固, libjiagu.so and com.stub.StubApp are only spoken of here";
}
