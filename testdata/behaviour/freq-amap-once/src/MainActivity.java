package fixture.freqamaponce;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

import com.amap.api.location.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    AMapLocationClientOption option = new AMapLocationClientOption().setInterval(2000).setOnceLocation(true);
    AMapLocationClient client = new AMapLocationClient(this);
    client.setLocationOption(option);
    client.startLocation();
    AMapLocationClient.updatePrivacyShow(this, true, true);
    AMapLocationClient.updatePrivacyAgree(this, true);
  }
}
