package fixture.promptmenuandtext;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import reads.Read;

public class MainActivity extends Activity {
  private TextView terms;

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    LinearLayout page = new LinearLayout(this);
    terms = new TextView(this);
    page.addView(terms);
    Button on = new Button(this);
    on.setText("继续");
    on.setOnClickListener(view -> page.removeView(on));
    page.addView(on);
    setContentView(page);
    Read.androidId(this);
  }

  @Override public boolean onCreateOptionsMenu(Menu menu) {
    String policy = "隐私政策";
    menu.add(policy);
    terms.setText(policy);
    return true;
  }
}
