package fixture.keepalivepixel;

import android.app.Activity;
import android.os.Bundle;
import android.view.Gravity;
import android.view.Window;
import android.view.WindowManager;

/** A window of one pixel, shown while the screen is off, so that the process counts as visible. */
public class PixelActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Window window = getWindow();
        window.setGravity(Gravity.START | Gravity.TOP);
        WindowManager.LayoutParams layout = window.getAttributes();
        layout.x = 0;
        layout.y = 0;
        layout.width = 1;
        layout.height = 1;
        window.setAttributes(layout);
    }
}
