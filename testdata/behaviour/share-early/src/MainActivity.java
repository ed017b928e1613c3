package fixture.shareearly;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

import com.umeng.analytics.MobclickAgent;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    MobclickAgent.onProfileSignIn("d-" + Read.androidId(this));
    findViewById(android.R.id.content).setOnClickListener(v -> MobclickAgent.onProfileSignIn(Read.imei(this)));
  }
}
