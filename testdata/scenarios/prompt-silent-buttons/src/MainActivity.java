package fixture.promptsilentbuttons;

import android.app.*;
import android.content.*;
import android.os.*;
import android.widget.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button place = new Button(this);
    Button title = new Button(this);
    LinearLayout page = new LinearLayout(this);
    page.addView(place);
    page.addView(title);
    setContentView(page);
    place.setOnClickListener(view -> Read.location(this));
    title.setOnClickListener(view -> setTitle("seen"));
    Read.androidId(this);
  }
}
