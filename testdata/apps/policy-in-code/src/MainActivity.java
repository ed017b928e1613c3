package fixture.policyincode;

import android.app.Activity;
import android.os.Bundle;
import android.widget.TextView;

public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        TextView text = new TextView(this);
        text.setOnClickListener(v -> Links.open(this));
        text.setText(Links.page());
        setContentView(text);
    }
}
