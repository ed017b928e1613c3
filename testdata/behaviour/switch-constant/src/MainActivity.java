package fixture.switchconstant;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

import com.umeng.commonsdk.UMConfigure;

public class MainActivity extends Activity {
  public static class App extends Application {
    @Override public void onCreate() {
      super.onCreate();
      UMConfigure.preInit(this, "key", "store");
      UMConfigure.submitPolicyGrantResult(this, true);
      UMConfigure.init(this, "key", "store", 1, null);
    }
  }
}
