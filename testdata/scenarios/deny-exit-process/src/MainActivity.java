package fixture.denyexitprocess;

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
    Button b = new Button(this);
    setContentView(b);
    b.setOnClickListener(new View.OnClickListener() {
      @Override public void onClick(View v) { startActivity(new Intent(MainActivity.this, MapActivity.class)); }
    });
  }
}
