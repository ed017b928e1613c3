package fixture.consentunchecked;

import android.app.Activity;
import android.os.Bundle;
import android.widget.CheckBox;
import android.widget.Toast;

public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.login);
        CheckBox agree = findViewById(R.id.agree);
        agree.setChecked(false);
        ((CheckBox) findViewById(R.id.remember)).setChecked(true);
        findViewById(R.id.text).setOnClickListener(v -> agree.setChecked(true));
        agree.setOnCheckedChangeListener((box, on) -> {
            if (on) Toast.makeText(this, R.string.privacy_policy_url, Toast.LENGTH_SHORT).show();
        });
    }
}
