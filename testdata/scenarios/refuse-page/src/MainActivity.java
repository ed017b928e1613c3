package fixture.refusepage;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.dialog_privacy);
    Button yes = (Button) findViewById(R.id.btn_right);
    Button no = (Button) findViewById(R.id.btn_left);
    yes.setOnClickListener(v -> { Consent.given = true; open(); });
    no.setOnClickListener(v -> open());
  }
  private void open() { startActivity(new Intent(this, HomeActivity.class)); finish(); }
}
