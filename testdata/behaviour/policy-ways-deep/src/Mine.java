package fixture.policywaysdeep;

import android.app.Activity;
import android.content.Intent;
import android.net.Uri;
import android.os.Bundle;
import android.widget.Button;

public class Mine extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button next = new Button(this);
    next.setOnClickListener(v -> startActivity(new Intent(this, Settings.class)));
    setContentView(next);
  }
}
