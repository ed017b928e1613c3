package fixture.rightsnone;

import android.app.Activity;
import android.os.Bundle;
import android.provider.Settings;
import android.view.View;
import android.widget.Button;

/** Signs a person in by a code; there is no way back. */
public class LoginActivity extends Activity implements View.OnClickListener {
    static String id;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.login);
        findViewById(R.id.login).setOnClickListener(this);
    }

    @Override
    public void onClick(View view) {
        id = Settings.Secure.getString(getContentResolver(), Settings.Secure.ANDROID_ID);
    }
}
