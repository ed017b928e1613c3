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
    // Who listens by then hears of what the app itself changes.
    Switch on = new Switch(this);
    on.setOnCheckedChangeListener((v, checked) -> Read.imsi(this));
    on.setChecked(true);
    Switch off = new Switch(this);
    off.setChecked(true);
    off.setOnCheckedChangeListener((v, checked) -> Read.mac(this));
    CheckBox kept = new CheckBox(this);
    kept.setOnCheckedChangeListener((v, checked) -> Read.phone(this));
    kept.setChecked(false);
    if (kept.isChecked()) Read.location(this);
    if (on.isChecked()) Read.iccid(this);
    new Button(this).setOnClickListener(v -> agree.run());
  }
  Runnable agree, start;
}
