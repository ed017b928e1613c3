package fixture.permissionunused;

/** Named like an API and says CAMERA, but no framework camera is anywhere in the app. */
final class Camera {
    static final String NOTE = "open the camera";

    void open() {}
}
