package fixture.permissionobfuscated;

import android.content.Context;
import android.hardware.camera2.CameraAccessException;
import android.hardware.camera2.CameraDevice;
import android.hardware.camera2.CameraManager;
import android.os.Handler;
import android.os.Looper;

/** CAMERA, in a runnable that is posted from an inner class; every name but the framework's is gone after R8. */
class Scanner {
    private final Context context;
    private final CameraDevice.StateCallback callback;

    Scanner(Context context, CameraDevice.StateCallback callback) {
        this.context = context;
        this.callback = callback;
    }

    void start() {
        new Handler(Looper.getMainLooper()).post(new Runnable() {
            @Override
            public void run() {
                try {
                    CameraManager manager = (CameraManager) context.getSystemService(Context.CAMERA_SERVICE);
                    manager.openCamera(manager.getCameraIdList()[0], callback, null);
                } catch (CameraAccessException | SecurityException e) {
                    callback.onError(null, 0);
                }
            }
        });
    }
}
