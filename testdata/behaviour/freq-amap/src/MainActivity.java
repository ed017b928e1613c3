package fixture.freqamap;

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
    Button agree = new Button(this);
    agree.setOnClickListener(v -> start());
    setContentView(agree);
  }
  private void start() {
    AMapLocationClient.updatePrivacyShow(this, true, true);
    AMapLocationClient.updatePrivacyAgree(this, true);
    AMapLocationClientOption option = new AMapLocationClientOption();
    option.setInterval(2000);
    AMapLocationClient client = new AMapLocationClient(this);
    client.setLocationOption(option);
    client.startLocation();
  }
}
