package fixture.adclosingeasy;

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
    setContentView(getLayoutInflater().inflate(R.layout.ad_splash, null));
    Dialog window = new Dialog(this);
    window.setContentView(R.layout.dialog_add_address);
    window.show();
  }
}
