package fixture.listenerstored;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    agree = () -> Read.androidId(this);
    start = () -> Read.imei(this);
    start.run();
    new Button(this).setOnClickListener(v -> agree.run());
  }
  Runnable agree, start;
}
