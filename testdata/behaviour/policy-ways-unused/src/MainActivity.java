package fixture.policywaysunused;

import android.app.*;
import android.content.*;
import android.hardware.*;
import android.net.Uri;
import android.os.*;
import android.view.*;
import android.widget.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button settings = new Button(this);
    settings.setText("设置");
    settings.setOnClickListener(v -> finish());
    setContentView(settings);
  }
}
