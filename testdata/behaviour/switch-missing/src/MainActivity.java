package fixture.switchmissing;

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
    Button go = new Button(this);
    go.setOnClickListener(v -> new AMapLocationClient(this).startLocation());
    setContentView(go);
  }
}
