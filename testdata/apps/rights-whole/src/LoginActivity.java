package fixture.rightswhole;

import android.app.Activity;
import android.os.Bundle;
import android.provider.Settings;
import android.view.View;
import android.widget.Button;

/** Signs a person in by a code; settings have every entry, one of them in a menu and one in a script. */
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
