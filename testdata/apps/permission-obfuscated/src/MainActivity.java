package fixture.permissionobfuscated;

import android.app.Activity;
import android.hardware.camera2.CameraDevice;
import android.os.Bundle;
import android.webkit.WebView;
import android.widget.Button;

public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Button scan = new Button(this);
        scan.setText("扫一扫");
        scan.setOnClickListener(v -> new Scanner(this, new CameraDevice.StateCallback() {
            @Override
            public void onOpened(CameraDevice device) {
                device.close();
            }

            @Override
            public void onDisconnected(CameraDevice device) {
                finish();
            }

            @Override
            public void onError(CameraDevice device, int error) {
                WebView help = new WebView(MainActivity.this);
                help.loadUrl(getString(R.string.privacy_policy_url));
                setContentView(help);
            }
        }).start());
        setContentView(scan);
    }
}
