package fixture.consentcheckedstyle;

import android.app.Activity;
import android.os.Bundle;
import android.widget.CheckBox;
import android.widget.Toast;

public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.login);
        findViewById(R.id.login).setOnClickListener(v -> {
            if (!((CheckBox) findViewById(R.id.agree)).isChecked()) Toast.makeText(this, R.string.privacy_policy_url, Toast.LENGTH_SHORT).show();
        });
    }
}
